"""`planner cohort`: every row answered once, as one person alone would be; wrong rows named; prices of places."""

import csv
import random
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from helpers import DATA, catalogue, cheapest_day, needs_of
from test_cli import Ran, run

from planner import Person, PlanRequest
from planner.cohort.generate import HEADER, people, write_people
from planner.cohort.people import survey
from planner.errors import TableError, WrongInput
from planner.request import TargetWish

COLUMNS = (*HEADER, "targets", "group_town")
GOOD = (
    "anna,female,35,165,61,low,,vegan,,,north",
    "ben,male,60,178,80,inactive,,omnivore,milk;peanuts,calcium=1200:2000,south",
    "carla,female,28,,,active,pregnant-2,vegetarian,,,north",
    "dora,female,31,170,66,low,lactating-4,pescatarian,soy,,south",
    "emil,male,16,174,61,very-active,,omnivore,,,north",
)
REQUESTS = {
    "anna": PlanRequest(Person("female", 35, 165, 61, "low"), "vegan"),
    "ben": PlanRequest(
        Person("male", 60, 178, 80), "omnivore", ("milk", "peanuts"), targets=(TargetWish("calcium", 1200, 2000),)
    ),
    "carla": PlanRequest(Person("female", 28, activity="active", pregnant_trimester=2), "vegetarian"),
    "dora": PlanRequest(Person("female", 31, 170, 66, "low", lactating_months=4), "pescatarian", ("soy",)),
    "emil": PlanRequest(Person("male", 16, 174, 61, "very-active"), "omnivore"),
}
WRONG = {  # row: (column, what is said, a remedy)
    "abc,male,abc,,,,,vegan,,,": ("age", "'abc'", "Write whole years"),
    "child,male,9,,,,,vegan,,,": ("age", "14 and over", "ask a paediatrician"),
    "diet,male,30,,,,,vegn,,,": ("diet", "vegn", "Choose one of vegan"),
    "sex,x,30,,,,,vegan,,,": ("sex", "sex x", "Choose one of female, male"),
    "tall,male,30,17.5,,,,vegan,,,": ("height_cm", "17.5", "from 120 to 230 cm"),
    "heavy,male,30,150,200,,,vegan,,,": ("height_cm", "weight_kg 200", "Check the two numbers"),
    "stage,female,30,,,,pregnant-9,vegan,,,": ("life_stage", "9", "from 1 to 3"),
    "stages,female,30,,,,expecting,vegan,,,": ("life_stage", "expecting", "Write pregnant-1"),
    "father,male,30,,,,pregnant-1,vegan,,,": ("life_stage", "goes with sex female", "Correct one"),
    "nuts,male,30,,,,,vegan,nuts;milk,,": ("allergens", "nuts", "Did you mean"),
    "over,male,30,,,,,vegan,,vitamin c=5000:,": ("targets", "UL of 2000", "Ask for 2000 or less"),
    "typo,male,30,,,,,vegan,,calcum=900:,": ("targets", "calcum", "Did you mean calcium"),
    "short,male,30": ("height_cm", "3 cells, the header 11", "needs its comma"),
    "anna,male,30,,,,,vegan,,,": ("id", "row 2", "Give another id"),
    ",male,30,,,,,vegan,,,": ("id", "empty", "Fill it in"),
    "none,male,30,,,,,,,,": ("diet", "empty", "Fill it in"),
}


def table(path: Path, *rows: str, header: tuple[str, ...] = COLUMNS) -> Path:
    path.write_text("\n".join([",".join(header), *rows]) + "\n", encoding="utf-8")
    return path


def cohort(people: Path, out: Path, *how: str) -> Ran:
    return run("cohort", str(people), "--out", str(out), "--workers", "1", *how)


def results(out: Path) -> dict[tuple[str, str, str], dict[str, object]]:
    """Every result by person, place and month; each stands once. The row of the table is left out."""
    rows = pq.read_table(out).drop_columns(["row"]).to_pylist()
    found = {(row["id"], row["place"], row["month"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def wrong_rows(out: Path) -> list[dict[str, str]]:
    with out.with_name(out.name.replace(".parquet", ".errors.csv")).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_everybody_gets_the_cheapest_day_of_one_person_alone(tmp_path: Path) -> None:
    ran = cohort(table(tmp_path / "people.csv", *GOOD), tmp_path / "out.parquet")
    assert (ran.code, ran.err) == (0, "")
    found = {person: row for (person, _, _), row in results(tmp_path / "out.parquet").items()}
    assert found.keys() == REQUESTS.keys()
    for person, request in REQUESTS.items():
        row = found[person]
        assert row["status"] == "optimal"
        assert row["usd_per_day"] == pytest.approx(cheapest_day(needs_of(request)), abs=2e-6)
        assert row["usd_per_week"] == pytest.approx(7 * float(row["usd_per_day"]))  # type: ignore[arg-type]
    assert {row["group_town"] for row in found.values()} == {"north", "south"}
    assert found["carla"]["life_stage"] == "pregnant-2"


def test_the_foods_of_a_result_cost_what_is_said(tmp_path: Path) -> None:
    cohort(table(tmp_path / "people.csv", *GOOD), tmp_path / "out.parquet")
    usd = dict(zip((f.food for f in catalogue().foods), catalogue().usd_per_100g, strict=True))
    for row in results(tmp_path / "out.parquet").values():
        cost = sum(usd[each["food"]] * each["grams_per_day"] / 100 for each in row["foods"])  # type: ignore[attr-defined, index]
        assert cost == pytest.approx(row["usd_per_day"], abs=2e-3)


def test_raising_a_binding_target_by_a_unit_costs_its_price(tmp_path: Path) -> None:
    cohort(table(tmp_path / "people.csv", GOOD[1]), tmp_path / "out.parquet")
    (row,) = results(tmp_path / "out.parquet").values()
    prices = {(each["nutrient"], each["side"]): each for each in row["binding"]}  # type: ignore[attr-defined, index]
    calcium = prices["calcium_mg", "least"]
    assert calcium["bound"] == 1200
    more = replace(REQUESTS["ben"], targets=(TargetWish("calcium", 1201, 2000),))
    assert cheapest_day(needs_of(more)) - float(row["usd_per_day"]) == pytest.approx(  # type: ignore[arg-type]
        calcium["usd_per_unit"], rel=1e-2
    )


@pytest.mark.parametrize("row", WRONG)
def test_a_wrong_row_is_named_with_column_and_remedy_and_all_others_are_done(tmp_path: Path, row: str) -> None:
    ran = cohort(table(tmp_path / "people.csv", GOOD[0], row, GOOD[4]), tmp_path / "out.parquet")
    assert ran.code == 5
    assert "1 row was wrong: see" in ran.out
    assert {person for person, _, _ in results(tmp_path / "out.parquet")} == {"anna", "emil"}
    (wrong,) = wrong_rows(tmp_path / "out.parquet")
    column, what, remedy = WRONG[row]
    assert (wrong["row"], wrong["column"]) == ("3", column)
    assert what in wrong["remedy"]
    assert remedy in wrong["remedy"]
    assert "--" not in wrong["remedy"]


def test_who_cannot_be_fed_is_told_why_in_words(tmp_path: Path) -> None:
    row = "fay,female,35,165,61,low,,vegan,,calcium=1:10,"
    ran = cohort(table(tmp_path / "people.csv", row, GOOD[0]), tmp_path / "out.parquet")
    assert ran.code == 0
    assert "No diet works for 1 of this run" in ran.out
    fay = results(tmp_path / "out.parquet")["fay", "", catalogue().price_month]
    assert fay["status"] == "impossible"
    assert fay["usd_per_day"] is None
    assert "calcium cannot go below" in str(fay["why"]).lower()


def test_answers_do_not_depend_on_order_chunks_or_who_came_before(tmp_path: Path) -> None:
    write_people(tmp_path / "all.csv", 60, seed=5)
    header, *rows = (tmp_path / "all.csv").read_text().splitlines()
    shuffled = list(rows)
    random.Random(1).shuffle(shuffled)
    (tmp_path / "shuffled.csv").write_text("\n".join([header, *shuffled]) + "\n")
    cohort(tmp_path / "all.csv", tmp_path / "a.parquet")
    cohort(tmp_path / "shuffled.csv", tmp_path / "b.parquet", "--chunk", "7")
    cohort(tmp_path / "all.csv", tmp_path / "c.parquet", "--chunk", "1")
    first = results(tmp_path / "a.parquet")
    assert len(first) == 60
    assert results(tmp_path / "b.parquet") == first  # to the last bit
    assert results(tmp_path / "c.parquet") == first
    for place, row in enumerate(rows[:6]):  # a model that nobody used before
        (tmp_path / "one.csv").write_text(f"{header}\n{row}\n")
        cohort(tmp_path / "one.csv", tmp_path / f"{place}.parquet")
        ((key, alone),) = results(tmp_path / f"{place}.parquet").items()
        assert alone == first[key]


def price_file(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["place,month,food,usd_per_100g", *rows]) + "\n", encoding="utf-8")
    return path


def doubled(place: str, month: str, factor: float) -> list[str]:
    """Every price times a factor."""
    known = catalogue().plannable
    return [
        f"{place},{month},{food.food},{usd * factor!r}"
        for food, usd in zip(known.foods, map(float, known.usd_per_100g), strict=True)
    ]


def test_everybody_is_priced_at_every_place_and_month_or_at_their_own(tmp_path: Path) -> None:
    rows = [*doubled("Ames", "2026-01", 1.0), *doubled("Ames", "2026-02", 2.0), *doubled("Boone", "2026-01", 4.0)]
    prices = price_file(tmp_path / "prices.csv", *rows)
    header = ("id", "sex", "age", "diet", "place", "month")
    who = ("a,female,35,vegan,,", "b,female,35,vegan,Boone,", "c,female,35,vegan,,2026-01", "d,female,35,vegan,Nome,")
    ran = cohort(table(tmp_path / "p.csv", *who, header=header), tmp_path / "out.parquet", "--prices", str(prices))
    assert ran.code == 5
    found = {key: float(row["usd_per_day"]) for key, row in results(tmp_path / "out.parquet").items()}  # type: ignore[arg-type]
    base = cheapest_day(needs_of(PlanRequest()))
    assert found == pytest.approx(
        {
            ("a", "Ames", "2026-01"): base,
            ("a", "Ames", "2026-02"): 2 * base,
            ("a", "Boone", "2026-01"): 4 * base,
            ("b", "Boone", "2026-01"): 4 * base,
            ("c", "Ames", "2026-01"): base,
            ("c", "Boone", "2026-01"): 4 * base,
        },
        abs=1e-5,
    )
    (wrong,) = wrong_rows(tmp_path / "out.parquet")
    assert wrong["column"] == "place"
    assert "Nome" in wrong["remedy"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["Ames,2026-01,kale,1", "Ames,2026-01,kale,2"], "row 3 (Ames, 2026-01, kale): kale has its price there"),
        (["Ames,2026-01,kalee,1"], "row 2 (Ames, 2026-01, kalee): no such food. Did you mean"),
        (["Ames,January,kale,1"], "a month such as 2026-08"),
        (["Ames,2026-01,kale,-1"], "a value must be 0 or more"),
        (["Ames,2026-01,kale,"], "usd_per_100g is empty"),
        ([], "there is no row"),
    ],
)
def test_a_wrong_price_is_named(tmp_path: Path, rows: list[str], said: str) -> None:
    rows = [row.replace(",kale,", f",{catalogue().plannable.foods[0].food},") for row in rows]
    said = said.replace("kale)", f"{catalogue().plannable.foods[0].food})").replace(
        ": kale has", f": {catalogue().plannable.foods[0].food} has"
    )
    prices = price_file(tmp_path / "prices.csv", *rows)
    ran = cohort(table(tmp_path / "p.csv", *GOOD), tmp_path / "out.parquet", "--prices", str(prices))
    assert ran.code == 2
    assert said in ran.err
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("id,sex,age", "column diet is missing"),
        ("id,sex,age,diet,wieght_kg", "Did you mean weight_kg"),
        ("id,sex,age,diet,income", "Name it group_income"),
        ("id,sex,age,age,diet", "it stands twice"),
        ("id;sex;age;diet", "commas between the columns"),
    ],
)
def test_a_wrong_header_is_named(tmp_path: Path, header: str, said: str) -> None:
    ran = cohort(table(tmp_path / "p.csv", "a,female,35,vegan,x", header=(header,)), tmp_path / "out.parquet")
    assert ran.code == 2
    assert said in ran.err


def test_a_cohort_of_weeks_plans_real_meals(tmp_path: Path) -> None:
    header = ("id", "sex", "age", "diet")
    out = tmp_path / "out.parquet"
    assert cohort(table(tmp_path / "p.csv", "a,female,35,vegan", header=header), out, "--week").code == 0
    (row,) = results(out).values()
    assert row["plan"] == "week"
    assert float(row["usd_per_day"]) > cheapest_day(needs_of(PlanRequest()))  # type: ignore[arg-type]
    assert 0 <= float(row["gap"]) < 0.2  # type: ignore[arg-type]
    assert row["binding"]


def test_made_up_people_are_the_same_for_the_same_seed_and_all_can_be_planned_for(tmp_path: Path) -> None:
    assert list(people(50, 1)) == list(people(80, 1))[:50]
    assert list(people(50, 1)) != list(people(50, 2))
    made = tmp_path / "p.csv"
    assert run("cohort", "generate", "300", "--out", str(made), "--seed", "3").code == 0
    rows = [dict(zip(HEADER, row, strict=True)) for row in people(3000, 3)]
    assert survey(made).count == 300
    women = sum(row["sex"] == "female" for row in rows) / len(rows)
    assert women == pytest.approx(0.51, abs=0.04)
    assert sum(row["diet"] == "omnivore" for row in rows) / len(rows) == pytest.approx(0.92, abs=0.03)
    assert {row["life_stage"].split("-")[0] for row in rows} == {"", "pregnant", "lactating"}
    with pytest.raises(WrongInput, match="from 1 to"):
        people(0, 1)


def test_a_table_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_bytes(b"id,sex,age,diet\na,female,35,\xff\n")
    with pytest.raises(TableError, match="UTF-8"):
        survey(tmp_path / "p.csv")


def test_every_distribution_has_its_source() -> None:
    with (DATA / "population.csv").open(encoding="utf-8", newline="") as file:
        assert all(row["source"] for row in csv.DictReader(file))
