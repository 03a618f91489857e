"""purchases.csv: how each food is bought, and the grams eaten of each gram bought."""

from __future__ import annotations

import re

from build_sources import BuildError, Row, Sources

FORMS_FILE = "purchase_forms.csv"
MEASURES = {"protein": "Protein_(g)", "energy": "Energ_Kcal"}  # what raw and cooked hold in common: SR columns
FOOD_MEASURES = {"protein": "Protein (g)", "energy": "Energy (kcal)"}  # the same in FNDDS
REFUSE = "Refuse_Pct"
OWN = "own"  # in cooked_sr: the food's own FNDDS values stand for the cooked food
MILLILITRES = {"cup": 236.588, "tablespoon": 14.787, "teaspoon": 4.929}
YIELD_DECIMALS = 4
GRAM_DECIMALS = 2
DENSITY_DECIMALS = 3


def purchase_table(sources: Sources, tables: dict[str, list[Row]]) -> list[Row]:
    """One row per food of foods.csv, in its order."""
    forms = {row["food"]: row for row in tables["purchase_forms"]}
    missing = [food["food"] for food in tables["foods"] if food["food"] not in forms]
    if missing:
        raise BuildError(f"{FORMS_FILE}: no row for {', '.join(missing)}. Add how it is bought.")
    shelf = _shelf_rows(tables["purchase_forms"])
    foods = {food["food"]: food for food in tables["foods"]}
    return [_purchase(sources, foods, forms[food], shelf) for food in foods]


def _shelf_rows(forms: list[Row]) -> dict[str, Row]:
    """The one row of each purchase that says what stands on the shelf."""
    shelf: dict[str, Row] = {}
    for row in forms:
        if row["form"] and row["purchase"] in shelf:
            raise BuildError(
                f"{FORMS_FILE} ({row['food']}): the form of {row['purchase']} stands already with"
                f" {shelf[row['purchase']]['food']}. Empty one of the two."
            )
        if row["form"]:
            shelf[row["purchase"]] = row
    for row in forms:
        if row["purchase"] not in shelf:
            raise BuildError(f"{FORMS_FILE} ({row['food']}): no row says the form of {row['purchase']}. Fill it.")
    return shelf


def _purchase(sources: Sources, foods: dict[str, Row], form: Row, shelf: dict[str, Row]) -> Row:
    """A food with the shelf facts that its purchase shares, and its own yield."""
    food, bought = foods[form["food"]], shelf[form["purchase"]]
    share, source = eaten_share(sources, food, form)
    shelf_food = foods[bought["food"]]
    of_shelf, _ = eaten_share(sources, shelf_food, bought)
    eaten = bought["piece_eaten_g"]
    return {
        "food": form["food"],
        "purchase": form["purchase"],
        "form": bought["form"],
        "aisle": bought["aisle"] or shelf_food["aisle"],
        "unit": bought["unit"],
        "grams_eaten_per_gram_bought": f"{round(share, YIELD_DECIMALS):g}",
        "piece": bought["piece"],
        "piece_grams": f"{round(float(eaten) / of_shelf, GRAM_DECIMALS):g}" if eaten else "",
        "grams_per_ml": _density(shelf_food) if bought["unit"] == "ml" else "",
        "weighed": bought["weighed"],
        "source": source,
        "note": form["note"],
    }


def eaten_share(sources: Sources, food: Row, form: Row) -> tuple[float, str]:
    """Grams eaten of each gram bought and where that is from; 1 where it is eaten as bought.

    The product of what is given: raw over cooked content, what is left without refuse, an ERS yield, a factor.
    """
    share, said = 1.0, []
    if form["raw_sr"]:
        share *= _cooking(sources, food, form)
        cooked = f"fndds:{food['fndds_code']}" if form["cooked_sr"] == OWN else f"sr:{form['cooked_sr']}"
        said.append(f"{form['measure']} of sr:{form['raw_sr']} / {cooked}")
    if form["refuse_sr"]:
        share *= 1 - _sr_value(sources, food, form["refuse_sr"], REFUSE) / 100
        said.append(f"refuse of sr:{form['refuse_sr']}")
    if form["ers_item"]:
        share *= _ers_yield(sources, form)
        said.append(f"yield of ers:{form['ers_item']} ({form['ers_form']})")
    if form["factor"]:
        share *= float(form["factor"])
        said.append(f"{form['factor']}: {form['factor_source']}")
    if not share > 0:
        raise BuildError(f"{FORMS_FILE} ({form['food']}): the yield is {share}; it must be above 0. Correct the codes.")
    return share, "; ".join(said) or "as bought"


def _cooking(sources: Sources, food: Row, form: Row) -> float:
    """Grams cooked from each raw or dry gram: what does not boil away keeps its weight."""
    if form["measure"] not in MEASURES:
        raise BuildError(f"{FORMS_FILE} ({form['food']}): measure {form['measure']!r}; write one of {list(MEASURES)}.")
    raw = _sr_value(sources, food, form["raw_sr"], MEASURES[form["measure"]])
    if form["cooked_sr"] == OWN:
        return raw / float(sources.nutrients[food["fndds_code"]][FOOD_MEASURES[form["measure"]]])
    return raw / _sr_value(sources, food, form["cooked_sr"], MEASURES[form["measure"]])


def _sr_value(sources: Sources, food: Row, code: str, column: str) -> float:
    row = sources.standard_reference.get(code)
    if row is None or not row[column].strip():
        raise BuildError(f"{FORMS_FILE} ({food['food']}): SR {code} has no {column}. Correct the code.")
    return float(row[column])


def _ers_yield(sources: Sources, form: Row) -> float:
    wanted = (form["ers_item"], form["ers_form"])
    found = [row for row in sources.produce_prices if (row["Item"], row["Form"]) == wanted]
    if not found:
        raise BuildError(f"{FORMS_FILE} ({form['food']}): no {' / '.join(wanted)} in the ERS tables. Correct it.")
    return float(found[0]["Yield"])


def _density(food: Row) -> str:
    """Grams of a millilitre, from the household portion: 1 cup of 244 g is 1.031 g/ml."""
    match = re.match(r"(\d+)(?:/(\d+))? (\w+)", food["portion"])
    if match is None or match[3].removesuffix("s") not in MILLILITRES:
        raise BuildError(f"{FORMS_FILE} ({food['food']}): unit ml needs a portion in cups or spoons. Write unit g.")
    volume = int(match[1]) / int(match[2] or 1) * MILLILITRES[match[3].removesuffix("s")]
    return f"{round(float(food['grams']) / volume, DENSITY_DECIMALS):g}"
