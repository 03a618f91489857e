"""Foods and prices: the catalogue, own prices, foods to leave out, a price table from a file."""

import pandas as pd
import streamlit as st

from planner.exports import words as said
from planner.ui import frame, price_file, session, summary, words
from planner.ui.choices import Choices

FOOD_WIDTH, PRICE_WIDTH, TICK_WIDTH = 180, 125, 95  # px: what can be changed fits on a phone
HEAD, ROW, MOST_HEIGHT = 38, 35, 460  # px of the table
FOCAL = ("vitamin_b12_ug", "magnesium_mg", "potassium_mg", "calcium_mg")


def show() -> None:
    """The page."""
    frame.header("Foods and prices", "Enter your own prices, leave foods out; the next week heeds them")
    wanted = st.text_input(
        "Search", key="food-search", placeholder="part of a name, an aisle, a diet", icon=":material/search:"
    )
    wanted = " ".join(wanted.lower().split())
    _editor(_table(wanted), wanted)
    _own_prices()
    plan = frame.week()
    if plan is not None:
        st.subheader("Your week at these prices", anchor=False)
        summary.show(plan)


def _per() -> tuple[str, float]:
    """The unit of prices and how many hundred grams it holds."""
    return ("100 g", 1.0) if session.is_metric() else ("pound", words.GRAMS_PER_POUND / 100)


def _table(wanted: str) -> pd.DataFrame:
    """Foods whose name, aisle or diet holds the words, by name; prices as eaten. What can be changed stands first."""
    tables, choices = session.catalogue(), session.choices()
    unit, factor = _per()
    own = dict(choices.prices)
    rows: list[dict[str, object]] = []
    for place, food in enumerate(tables.foods):
        if wanted and wanted not in f"{food.name} {food.aisle} {food.diet}".lower():
            continue
        row: dict[str, object] = {
            "Food": food.name,
            f"USD per {unit}": round(float(tables.usd_per_100g[place]) * factor, 4),
            "Leave out": food.food in choices.request.exclude,
            "Price": "yours" if food.food in own else "estimate" if tables.price_estimated[place] else "average",
            "Aisle": food.aisle,
            "Diet": food.diet,
            "Allergens": ", ".join(name.replace("_", " ") for name in food.holds),
        }
        for nutrient in FOCAL:
            column = tables.nutrients[tables.nutrient_index[nutrient]]
            value = tables.per_100g[place, tables.nutrient_index[nutrient]]
            row[f"{column.name}, {said.unit_word(column.unit)} in 100 g"] = float(value)
        rows.append(row | {"slug": food.food})
    rows.sort(key=lambda row: str(row["Food"]).casefold())
    return pd.DataFrame(rows)


def _editor(table: pd.DataFrame, wanted: str) -> None:
    if table.empty:
        st.info(
            words.escaped(f'No food of the catalogue has "{wanted}" in its name, aisle or diet. Try a part of a word.'),
            icon=":material/search_off:",
        )
        return
    price = next(name for name in table.columns if name.startswith("USD per"))
    slugs = tuple(table.pop("slug"))
    st.data_editor(
        table,
        key=f"foods-{_version(wanted)}",
        hide_index=True,
        num_rows="fixed",
        height=min(MOST_HEIGHT, HEAD + ROW * len(table)),
        disabled=[name for name in table.columns if name not in (price, "Leave out")],
        column_config={
            "Food": st.column_config.TextColumn(width=FOOD_WIDTH),
            price: st.column_config.NumberColumn(
                min_value=0.0, format="%.3f", help="Edible, as eaten", width=PRICE_WIDTH
            ),
            "Leave out": st.column_config.CheckboxColumn(width=TICK_WIDTH),
        },
        alt="The catalogue of foods: price and leave out can be changed",
        on_change=_edited,
        args=(wanted, slugs, price),
    )
    st.caption(
        f"{words.count(len(table), 'food')}. Change a price or tick *leave out*; with the keyboard: arrows, Enter. "
        "Prices and nutrients are those of the food as eaten: cooked, without bones and peel. An empty cell: not known."
    )


def _shown(wanted: str) -> tuple[object, ...]:
    """What the editor shows: with another one it begins anew, and its own edits are part of it already."""
    choices = session.choices()
    return choices.prices, choices.request.exclude, wanted, session.is_metric()


def _version(wanted: str) -> int:
    """A number for the editor: the same after an edit in it, so that place and focus stay; else another."""
    state = st.session_state
    if state.get("foods-for") != _shown(wanted):
        state["foods-for"], state["foods-version"] = _shown(wanted), state.get("foods-version", 0) + 1
    return int(state["foods-version"])


def _edited(wanted: str, slugs: tuple[str, ...], price: str) -> None:
    edits = st.session_state[f"foods-{st.session_state['foods-version']}"].get("edited_rows", {})
    plan, (_, factor), before = session.shown(), _per(), session.choices()

    def changed(choices: Choices) -> Choices:
        choices = choices.near(plan)
        for place, cells in edits.items():
            food = slugs[int(place)]
            if price in cells:
                usd = None if cells[price] is None else float(cells[price]) / factor
                choices = choices.with_price(food, usd)
            if "Leave out" in cells:
                others = tuple(name for name in choices.request.exclude if name != food)
                choices = choices.asking(exclude=(*others, food) if cells["Leave out"] else others)
        return choices

    session.change(changed)
    is_emptied = any(cells.get(price, 0.0) is None for cells in edits.values())  # shows the price of the tables again
    if session.choices() != before and not is_emptied:
        st.session_state["foods-for"] = _shown(wanted)


def _own_prices() -> None:
    """Own prices as a file: template, upload, download."""
    own = session.choices().prices
    with st.container(border=True, key="own-prices"):
        if own:
            st.markdown(f"**Your own prices: {words.count(len(own), 'food')}**")
        else:
            st.markdown("**Your own prices: none yet**")
            st.caption("Change one in the table above, or fill in the template and load it here.")
        with st.container(horizontal=True):
            st.download_button(
                "Template with all foods",
                price_file.template(session.catalogue()),
                file_name="prices-template.csv",
                mime="text/csv",
                on_click="ignore",
                key="price-template",
            )
            if own:
                st.download_button(
                    "Save own prices",
                    price_file.own_prices(own, session.catalogue()),
                    file_name="my-prices.csv",
                    mime="text/csv",
                    on_click="ignore",
                    key="price-save",
                )
                st.button("Forget own prices", key="price-forget", on_click=_forget)
        st.file_uploader(
            "Load prices (CSV with the columns food and usd_per_100g, or item, package and price as on a receipt)",
            type="csv",
            key="price-upload",
            on_change=_load,
        )
        lines = st.session_state.get("price-errors", [])
        if lines:
            st.warning("\n".join(f"- {words.escaped(line)}" for line in lines), icon=":material/warning:")


def _forget() -> None:
    plan = session.shown()
    st.session_state["price-errors"] = []
    session.change(lambda choices: Choices(choices.request, (), (), choices.answered).near(plan))


def _load() -> None:
    """Take over every row that can be read; the others are named."""
    uploaded = st.session_state.get("price-upload")
    st.session_state["price-errors"] = []
    if uploaded is None:
        return
    prices, errors = price_file.read(uploaded.getvalue(), session.catalogue())
    st.session_state["price-errors"] = errors
    plan = session.shown()

    def changed(choices: Choices) -> Choices:
        for food, usd in prices.items():
            choices = choices.with_price(food, usd)
        return choices.near(plan)

    if prices:
        session.change(changed)
        session.confirm(f"Prices of {words.count(len(prices), 'food')} taken over.")
    elif not errors:
        session.confirm("Nothing to take over: all prices are those of the tables.")
