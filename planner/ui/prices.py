"""Foods and prices: the catalogue, own prices, foods to leave out, a price table from a file."""

import pandas as pd
import streamlit as st

from planner.ui import frame, price_file, session, summary, words
from planner.ui.choices import Choices

FOCAL = ("vitamin_b12_ug", "magnesium_mg", "potassium_mg", "calcium_mg")


def show() -> None:
    """The page."""
    frame.header("Foods and prices", "Enter your own prices, leave foods out; the next week heeds them")
    wanted = st.text_input(
        "Search", key="food-search", placeholder="part of a name, an aisle, a diet", icon=":material/search:"
    )
    table = _table(wanted.strip().lower())
    _editor(table)
    _own_prices()
    plan = frame.week()
    if plan is not None:
        st.subheader("Your week at these prices", anchor=False)
        summary.show(plan)


def _per() -> tuple[str, float]:
    """The unit of prices and how many hundred grams it holds."""
    return ("100 g", 1.0) if session.is_metric() else ("pound", words.GRAMS_PER_POUND / 100)


def _table(wanted: str) -> pd.DataFrame:
    """Foods whose name, aisle or diet holds the words; prices as eaten."""
    tables, choices = session.catalogue(), session.choices()
    unit, factor = _per()
    own = dict(choices.prices)
    rows = []
    for place, food in enumerate(tables.foods):
        if wanted and wanted not in f"{food.name} {food.aisle} {food.diet}".lower():
            continue
        row: dict[str, object] = {
            "Food": food.name,
            "Aisle": food.aisle,
            f"USD per {unit}": round(float(tables.usd_per_100g[place]) * factor, 4),
            "Leave out": food.food in choices.request.exclude,
            "Price": "yours" if food.food in own else "estimate" if tables.price_estimated[place] else "average",
            "Diet": food.diet,
            "Allergens": ", ".join(name.replace("_", " ") for name in food.allergens),
        }
        for nutrient in FOCAL:
            column = tables.nutrients[tables.nutrient_index[nutrient]]
            value = tables.per_100g[place, tables.nutrient_index[nutrient]]
            row[f"{column.name}, {column.unit.replace('ug', 'mcg')} in 100 g"] = float(value)
        rows.append(row | {"slug": food.food})
    return pd.DataFrame(rows)


def _editor(table: pd.DataFrame) -> None:
    if table.empty:
        st.caption("No food of the catalogue has these words.")
        return
    price = next(name for name in table.columns if name.startswith("USD per"))
    version = st.session_state.setdefault("foods-version", 0)
    slugs = tuple(table.pop("slug"))
    st.data_editor(
        table,
        key=f"foods-{version}",
        hide_index=True,
        num_rows="fixed",
        height=460,
        disabled=[name for name in table.columns if name not in (price, "Leave out")],
        column_config={price: st.column_config.NumberColumn(min_value=0.0, format="%.3f", help="Edible, as eaten")},
        on_change=_edited,
        args=(version, slugs, price),
    )
    st.caption(
        f"{words.count(len(table), 'food')}. Change a price or tick *leave out*. Prices and nutrients are those of "
        "the food as eaten: cooked, without bones and peel. An empty cell is not known."
    )


def _edited(version: int, slugs: tuple[str, ...], price: str) -> None:
    edits = st.session_state[f"foods-{version}"].get("edited_rows", {})
    st.session_state["foods-version"] = version + 1
    plan, (_, factor) = session.shown(), _per()

    def changed(choices: Choices) -> Choices:
        choices = choices.near(plan)
        for place, cells in edits.items():
            food = slugs[int(place)]
            if price in cells:
                value = cells[price]
                choices = choices.with_price(food, None if value is None else float(value) / factor)
            if "Leave out" in cells:
                others = tuple(name for name in choices.request.exclude if name != food)
                choices = choices.asking(exclude=(*others, food) if cells["Leave out"] else others)
        return choices

    session.change(changed)


def _own_prices() -> None:
    """Own prices as a file: template, upload, download."""
    own = session.choices().prices
    with st.container(border=True, key="own-prices"):
        st.markdown(f"**Own prices: {words.count(len(own), 'food')}**")
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
            "Load prices (CSV with the columns food and usd_per_100g)", type="csv", key="price-upload", on_change=_load
        )
        for line in st.session_state.get("price-errors", []):
            st.warning(words.escaped(line), icon=":material/warning:")


def _forget() -> None:
    plan = session.shown()
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
