"""Nutrients: each against its target, day by day, and the foods that bring it."""

import pandas as pd
import streamlit as st

from planner.exports import words as said
from planner.plan import ABSORBED_B12, Plan, TargetResult
from planner.ui import absorption, charts, frame, session, summary, words

MOST_FOODS = 12


def show() -> None:
    """The page."""
    frame.header("Nutrients", "What the week brings, as the mean of a day")
    plan = frame.week()
    if plan is None:
        return
    summary.show(plan)
    results = _results(plan)
    st.subheader("Every nutrient against its target", anchor=False)
    st.caption(
        "Bar: the mean of a day. Line: the least (100 %). Triangle: the most. A nutrient that has only a most "
        f"is shown as percent of it. Bars end at {charts.MOST_PERCENT:.0f} %. *At least*: some food's content is not "
        "known."
    )
    st.altair_chart(
        charts.shares(_shares(results), charts.MOST_PERCENT),
        key="chart-shares",
        alt="Every nutrient as percent of its target. The same stands in the table of all targets below.",
    )
    with st.expander("All targets as a table"):
        st.dataframe(_table(plan), hide_index=True, width="stretch", alt="Every target: what a day brings, its state")
    _days(plan, results)
    if session.choices().request.absorption:
        st.subheader("Eaten and absorbed", anchor=False)
        st.caption(words.escaped(absorption.why()))
        st.dataframe(absorption.table(plan), hide_index=True, width="stretch", alt="What is eaten and what is absorbed")
    st.subheader("Foods that bring it", anchor=False)
    _sources(plan)
    for name, advice in said.not_computable(session.person(), session.catalogue()):
        st.caption(words.escaped(f"{name[:1].upper()}{name[1:]} is not in the food tables. {advice}"))


def _days(plan: Plan, results: list[TargetResult]) -> None:
    """The heat map, and the same as a table."""
    st.subheader("Day by day", anchor=False)
    st.caption(
        "Percent of the target on each day: orange below it, blue above. The week as a whole has to reach it, a single "
        "day need not. Where some food's content is not known, it is at least this."
    )
    rows = _by_day(plan, results)
    order = list(dict.fromkeys(rows["nutrient"]))
    st.altair_chart(
        charts.heat(rows, order),
        key="chart-days",
        alt="Percent of the target by nutrient and day. The same stands in the table below.",
    )
    with st.expander("Day by day as a table"):
        table = rows.pivot(index="nutrient", columns="day", values="percent").loc[order].round().astype(int)
        table.columns = [f"Day {day}" for day in table.columns]
        st.dataframe(table, alt="Percent of the target by nutrient and day")


def _results(plan: Plan) -> list[TargetResult]:
    """One target for each nutrient: its least, else its most."""
    names = [row.nutrient for row in session.catalogue().nutrients]
    names.insert(names.index("added_vitamin_b12_ug") + 1, ABSORBED_B12)
    found = (said.focal_result(plan, name) for name in names)
    return [result for result in found if result is not None and _whole(result)]


def _whole(result: TargetResult) -> float:
    """What counts as 100 percent: the least, or the most where there is no least."""
    return result.bound.lower or result.bound.upper or 0.0


def _name(result: TargetResult) -> str:
    return said.nutrient_name(result.bound.nutrient, session.catalogue())


def _amount(result: TargetResult) -> str:
    return f"{'at least ' if result.at_least else ''}{said.with_unit(result.mean, result.unit)}"


def _shares(results: list[TargetResult]) -> pd.DataFrame:
    return pd.DataFrame([_share(result) for result in results])


def _share(result: TargetResult) -> dict[str, object]:
    """One bar with the text beside it."""
    bound, whole = result.bound, _whole(result)
    state = "" if result.met else ", below" if bound.lower is not None and result.mean < bound.lower else ", above"
    text = f"{said.percent(result.mean, whole)}: {_amount(result)}{state}"
    short = f"{'at least ' if result.at_least else ''}{said.percent(result.mean, whole)}"
    if bound.unmet:
        text, short = f"{_amount(result)}: not by food, a doctor treats it", "a doctor treats it"
    target = said.target(result)
    return charts.bar(_name(result), result.mean, bound.lower, bound.upper, result.met, text, target, short)


def _by_day(plan: Plan, results: list[TargetResult]) -> pd.DataFrame:
    rows = [
        {"day": day.day, "nutrient": _name(result), "percent": 100 * day.amount(result.bound.nutrient) / least}
        for result in results
        for least in [result.bound.lower]
        if least
        for day in plan.days
    ]
    return pd.DataFrame(rows)


def _sources(plan: Plan) -> None:
    """Foods of the week by what they bring of one nutrient, and by what that costs."""
    tables = session.catalogue()
    names = {row.nutrient: said.nutrient_name(row.nutrient, tables) for row in tables.nutrients}
    nutrient = st.selectbox(
        "Nutrient", list(names), index=list(names).index("calcium_mg"), format_func=names.__getitem__, key="source-of"
    )
    rows = _brought(plan, nutrient)
    if rows.empty:
        st.caption("No food of this week is known to bring any.")
        return
    unit = said.unit_word(tables.nutrients[tables.nutrient_index[nutrient]].unit)
    left, right = st.columns(2)
    titles = (f"{unit} in {words.span(plan)}", f"{unit} for one cent")
    for column, by, title in ((left, "amount", titles[0]), (right, "per_cent", titles[1])):
        best = rows.dropna(subset=by).nlargest(MOST_FOODS, by)
        best = best.assign(said=best[by].map(said.amount))
        column.altair_chart(
            charts.sources(best, by, title),
            key=f"chart-{by}",
            alt=f"Foods that bring {names[nutrient]}: {title}. The same stands in the table below.",
        )
    with st.expander("These foods as a table"):
        _as_table(rows, unit, words.span(plan))
    unknown = [tables.foods[place].name for place in sorted(_unknown(plan, nutrient))]
    if unknown:
        st.caption(words.escaped(f"At least: not known for {', '.join(unknown)}."))


def _as_table(rows: pd.DataFrame, unit: str, span: str) -> None:
    """Every food that brings the nutrient: how much of it is eaten, what it brings, in 100 g and for a cent."""
    eaten = rows["grams"].map(lambda grams: words.weight(grams, session.is_metric()))
    table = pd.DataFrame(
        {
            "Food": rows["food"],
            f"{unit} in {span}": rows["amount"],
            f"{unit} in 100 g": 100 * rows["amount"] / rows["grams"],
            f"{unit} for one cent": rows["per_cent"],
            f"Eaten in {span}": eaten,
        }
    ).sort_values(f"{unit} in {span}", ascending=False)
    number = st.column_config.NumberColumn(format="%.3g")
    st.dataframe(
        table,
        hide_index=True,
        alt="Foods that bring the nutrient",
        column_config=dict.fromkeys((name for name in table.columns if name.startswith(unit)), number),
    )


def _unknown(plan: Plan, nutrient: str) -> set[int]:
    """Places of the week's foods whose content is not known."""
    tables = session.catalogue()
    column = tables.per_100g[:, tables.nutrient_index[nutrient]]
    places = {tables.food_index[food] for food in plan.foods}
    return {place for place in places if column[place] != column[place]}


def _brought(plan: Plan, nutrient: str) -> pd.DataFrame:
    """Food, grams eaten, amount [unit of the nutrient] and amount for one cent, of all days."""
    tables = session.catalogue()
    column = tables.per_100g[:, tables.nutrient_index[nutrient]]
    items = [item for item in plan.items() if column[tables.food_index[item.food]] > 0]
    rows = pd.DataFrame(
        {
            "food": [item.name for item in items],
            "grams": [item.grams for item in items],
            "amount": [float(column[tables.food_index[item.food]]) * item.grams / 100 for item in items],
            "cents": [100 * item.cost_usd for item in items],
        }
    )
    sums = rows.groupby("food", as_index=False).sum()
    return sums.assign(per_cent=sums["amount"] / sums["cents"].where(sums["cents"] > 0))


def _table(plan: Plan) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Nutrient": _name(result),
                "A day": _amount(result),
                "Target": said.target(result),
                "State": said.state(result),
                "Must": "yes" if result.bound.hard else "only shown",
                "Source": result.bound.source,
                "Note": said.note(result),
            }
            for result in plan.targets
        ]
    )
