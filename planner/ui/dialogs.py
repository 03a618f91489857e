"""A dish and a day, opened: portions, weights, cost, nutrients, and what to change."""

import numpy as np
import pandas as pd
import streamlit as st

from planner.exports import helping
from planner.exports import words as said
from planner.exports.cooking import cook_meal
from planner.exports.meal_words import day_words, meal_words
from planner.pipeline import kept_dishes
from planner.plan import ABSORBED_B12, Day, Item, Meal, Plan
from planner.ui import cook, planning, session, swap, words


def show_dish(day: Day, meal: Meal, plan: Plan) -> None:
    """Open a dish."""
    swap.forget_failure()
    st.dialog(words.escaped(meal.dish), width="medium")(dish)(day, meal, plan)


def show_day(day: Day, plan: Plan) -> None:
    """Open a day."""
    st.dialog(f"Day {day.day}", width="large")(_day)(day, plan)


def dish(day: Day, meal: Meal, plan: Plan) -> None:
    """The foods of a dish, each with a way never to see it again."""
    cost, kcal = sum(item.cost_usd for item in meal.items), sum(item.energy_kcal for item in meal.items)
    held = meal_words(meal, session.choices().request, session.catalogue())
    facts = (
        f"Day {day.day}, {meal.meal}",
        words.money(cost),
        f"{kcal:,.0f} kcal",
        *filter(None, [words.escaped(held)]),
    )
    st.caption(" · ".join(facts))
    _dish_actions(day, meal, plan)
    for item in meal.items:
        _food(item, f"{day.day}-{meal.meal}")
    cook.show_recipe(cook_meal(meal, session.choices().request, session.catalogue()))


def _dish_actions(day: Day, meal: Meal, plan: Plan) -> None:
    """Swap and keep; why nothing could be swapped."""
    with st.container(horizontal=True):
        swap.button(day, meal, plan)
        _keep_button(day, meal, plan)
    swap.show_failure(day, meal)


def _keep_button(day: Day, meal: Meal, plan: Plan) -> None:
    is_kept = session.choices().keeps(day.day, meal.meal)
    label, icon = ("Let it go", ":material/keep_off:") if is_kept else ("Keep this dish", ":material/keep:")
    if st.button(
        label, key=f"keep-{day.day}-{meal.meal}", icon=icon, help="A kept dish stays when the week is made again"
    ):
        week = kept_dishes(plan)
        dish = next(kept for kept in week if (kept.day, kept.meal) == (day.day, meal.meal))
        held = session.choices().keeping(dish, week)
        planning.remember(held, planning.Answer(plan))
        session.put(held)
        session.confirm(f"{meal.dish}: {'may change again' if is_kept else 'stays when the week is made again'}.")
        st.rerun()


def _food(item: Item, place: str) -> None:
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", key=f"food-{place}-{item.food}"):
        served = helping(item.portions, item.portion, item.name)
        weight = words.weight(item.grams, session.is_metric())
        facts = f":small[{words.escaped(weight)} · {words.money(item.cost_usd)} · {item.energy_kcal:,.0f} kcal]"
        st.markdown(f"{words.escaped(served)}  \n{facts}", width="stretch")
        if st.button(
            f"Never this{words.heard(item.name)}",
            key=f"never-{place}-{item.food}",
            icon=":material/block:",
            help=words.escaped(f"Plan without {item.name}, in every week from now on"),
        ):
            never(item.food, item.name)
            st.rerun()


def never(food: str, name: str) -> None:
    """Leave a food out; the rest of the week stays as near as it can."""
    plan = session.shown()
    session.change(lambda choices: choices.near(plan).asking(exclude=(*choices.request.exclude, food)))
    session.confirm(f"From now on without {name}. Undo brings it back; the foods to avoid stand under Me.")


def _day(day: Day, plan: Plan) -> None:
    """A day in full: every portion, then every nutrient."""
    asked = session.choices().request, session.catalogue()
    facts = (
        words.money(day.cost_usd),
        f"{day.nutrients['energy_kcal']:,.0f} kcal",
        words.escaped(day_words(day, *asked)),
    )
    st.caption(" · ".join(filter(None, facts)))
    with st.container(key="portions"):
        for meal in day.meals:
            st.markdown(f"**{meal.meal.capitalize()}: {words.escaped(meal.dish)}**")
            st.table(
                _portions(meal, session.is_metric()),
                border="horizontal",
                hide_index=True,
                hide_header=True,
                alt=f"Portions of {meal.dish}: food, weight, cost, energy",
            )
            if held := meal_words(meal, *asked):
                st.caption(words.escaped(held))
    mark = said.over_upper(day, session.catalogue())
    if mark:
        st.caption(words.escaped(mark))
    st.markdown("**What the day brings**")
    st.dataframe(
        day_nutrients(day, plan),
        hide_index=True,
        width="stretch",
        alt=f"Nutrients of day {day.day}: share of the target, amount, target",
    )


def _portions(meal: Meal, metric: bool) -> pd.DataFrame:
    """Every portion of a meal."""
    return pd.DataFrame(
        [
            {
                "Food": words.escaped(helping(item.portions, item.portion, item.name)),
                "Weight": words.escaped(words.weight(item.grams, metric)),
                "Cost": words.money(item.cost_usd),
                "Energy": f"{item.energy_kcal:,.0f} kcal",
            }
            for item in meal.items
        ]
    )


def day_nutrients(day: Day, plan: Plan) -> pd.DataFrame:
    """Every nutrient of a day beside its target for the mean of the week."""
    unknown = _unknown(day)
    shown, rows = [(row.nutrient, row.name, row.unit) for row in session.catalogue().nutrients], []
    if day.absorbed_b12_ug is not None:
        place = [nutrient for nutrient, _, _ in shown].index("added_vitamin_b12_ug") + 1
        shown.insert(place, (ABSORBED_B12, "absorbed vitamin B12", "ug"))
    for nutrient, name, unit in shown:
        result = said.focal_result(plan, nutrient)
        value = day.amount(nutrient)
        rows.append(
            {
                "Nutrient": name,
                "Share": said.percent(value, result.bound.lower) if result and result.bound.lower else "",
                "This day": f"{'at least ' if nutrient in unknown else ''}{said.with_unit(value, unit)}",
                "Target a day": said.target(result) if result else "",
            }
        )
    return pd.DataFrame(rows)


def _unknown(day: Day) -> set[str]:
    """Nutrients that some food of the day holds nobody knows how much of."""
    tables = session.catalogue()
    places = sorted({tables.food_index[item.food] for meal in day.meals for item in meal.items})
    unknown = np.isnan(tables.per_100g[places]).any(axis=0)
    found = {row.nutrient for row, missing in zip(tables.nutrients, unknown, strict=True) if missing}
    return found | ({ABSORBED_B12} if "added_vitamin_b12_ug" in found else set())
