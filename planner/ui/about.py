"""About: when to get help, what the four nutrients do, where the numbers come from, what this does not do."""

from collections.abc import Iterable

import streamlit as st

from planner.exports import words as said
from planner.exports.checks import number
from planner.tables.catalogue import tables_folder
from planner.tables.complaint_rules import load_complaint_rules
from planner.tables.help_lines import load_help_lines
from planner.tables.read import read_cells
from planner.tables.symptoms import Cause, FocalNutrient, load_causes, load_focal_nutrients
from planner.ui import frame, session, words

DOES_NOT = (
    "It does not diagnose and does not treat; it cannot see your blood values.",
    "It plans for healthy people of 14 and over, in pregnancy and while breastfeeding too. For illnesses it only "
    "does what the question under Targets says, and with some it plans nothing.",
    "It counts food, supplements that you name and a little iodised salt; more salt than that is more sodium.",
    "Its tables hold no iodine, no amino acids and no oxalate; values that are not known are never taken as zero.",
    "Allergens are marked as foods are commonly sold. Read the label: brands differ, and traces are not marked.",
    "Prices are averages of US stores; yours will differ. You can enter your own under Foods and prices.",
)


def show() -> None:
    """The page. Red flags come first and are never behind a fold."""
    frame.header("About", "What this page knows, what it does not, and when to see a doctor")
    _red_flags()
    _doctor_soon()
    _causes()
    st.subheader("The four nutrients for nerve and muscle, and vitamin D", anchor=False)
    st.caption("Sometimes a shortage of one of them is behind twitches and cramps. Only a blood test can tell.")
    columns = st.columns(2)
    for place, row in enumerate(load_focal_nutrients(tables_folder())):
        with columns[place % 2]:
            _nutrient(row)
    st.subheader("What this does not do", anchor=False)
    st.markdown("\n".join(f"- {line}" for line in DOES_NOT))
    _sources()


def _red_flags() -> None:
    rules = [rule for rule in load_complaint_rules(tables_folder()) if rule.tier == "now"]
    numbers = number("emergency", load_help_lines(tables_folder()))
    st.error(
        f"**Get medical help now** for any of these. Call {words.escaped(numbers)}.\n\n"
        f"{_listed(_once(rule.says for rule in rules if not rule.conditions))}\n\n"
        f"**With some illnesses and medicines also for these:**\n\n"
        f"{_listed(_once(rule.says for rule in rules if rule.conditions))}",
        icon=":material/emergency:",
    )


def _doctor_soon() -> None:
    st.subheader("When to see a doctor", anchor=False)
    rules = load_complaint_rules(tables_folder())
    today, soon = (_listed(_once(rule.says for rule in rules if rule.tier == tier)) for tier in ("today", "soon"))
    st.warning(
        f"**See a doctor today** for any of these.\n\n{today}\n\n"
        f"**See a doctor soon** for any of these. Nerve damage from a shortage of B12 can become permanent.\n\n{soon}",
        icon=":material/stethoscope:",
    )
    st.markdown(words.escaped(said.SEE_A_DOCTOR))
    frame.link("symptoms", "Check what you notice", ":material/stethoscope:")


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _causes() -> None:
    """What else brings twitches and cramps, what helps beside food, and who is at risk of a shortage."""
    rows = load_causes(tables_folder())
    st.subheader("Twitches and cramps", anchor=False)
    st.markdown(words.escaped(" ".join(row.says for row in rows if row.kind == "many-causes")))
    titles = {"cause": "What else brings them", "advice": "What helps beside food", "at-risk": "Who runs short sooner"}
    for column, (kind, title) in zip(st.columns(len(titles)), titles.items(), strict=True):
        column.markdown(f"**{title}**\n\n{_listed(row.says for row in rows if row.kind == kind)}")
    st.caption(words.escaped("Sources: " + "; ".join(_sources_of(rows)) + "."))


def _sources_of(rows: Iterable[Cause]) -> list[str]:
    return list(dict.fromkeys(source for row in rows for source in row.source.split("; ")))


def _listed(texts: Iterable[str]) -> str:
    return "\n".join(f"- {words.escaped(text)}" for text in texts)


def _nutrient(row: FocalNutrient) -> None:
    with st.container(border=True, key=f"about-{row.nutrient}"):
        st.markdown(f"#### {row.name[:1].upper()}{row.name[1:]}", anchors=False)
        st.markdown(words.escaped(f"{row.does} {row.shortage}"))
        signs = _listed(sign[:1].upper() + sign[1:] for sign in row.signs)
        st.markdown(f"**Signs of a shortage** (each has other causes too)\n\n{signs}")
        st.markdown(f"**At risk.** {words.escaped(row.at_risk)}.\n\n**Foods.** {words.escaped(row.foods)}.")
        st.info(words.escaped(row.note), icon=":material/info:")
        st.caption(words.escaped(f"Source: {row.source}."))


def _sources() -> None:
    st.subheader("Where the numbers come from", anchor=False)
    tables = session.catalogue()
    st.markdown(
        f"{len(tables.foods)} foods, {len(tables.nutrients)} nutrients, {len(tables.dishes)} dishes; prices of "
        f"{said.month(tables.price_month)}. Edition of the tables: `{tables.digest}`."
    )
    for row in read_cells(tables_folder() / "sources.csv"):
        st.markdown(
            f"- {words.escaped(row['title'])}. {words.escaped(row['publisher'])}, {row['year']}. <{row['url']}>"
        )
