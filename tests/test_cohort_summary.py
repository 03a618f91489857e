"""`planner cohort summarise`: costs by group, what binds, for whom nothing works, as page, CSV and charts."""

import csv
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyarrow.parquet as pq
import pytest
from helpers import catalogue
from test_cli import run

from planner.cohort.generate import HEADER, people
from planner.cohort.summary import QUANTILES, summarise
from planner.cohort.summary_files import FILES
from planner.errors import WrongInput

IMPOSSIBLE = ("none", "female", "35", "165", "61", "low", "", "vegan", "", "calcium=1:10", "south")


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated people in two towns, and one for whom no diet works."""
    folder = tmp_path_factory.mktemp("cohort")
    rows = [(*row, "", ("north", "south")[place % 2]) for place, row in enumerate(people(60, seed=2))]
    lines = [",".join(row) for row in ((*HEADER, "targets", "group_town"), *rows, IMPOSSIBLE)]
    (folder / "people.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = folder / "out.parquet"
    assert run("cohort", str(folder / "people.csv"), "--out", str(out), "--workers", "1").code == 0
    return out


def test_costs_and_shares_are_those_of_the_rows(results: Path) -> None:
    rows = pq.read_table(results).to_pylist()
    groups = {group.key: group for group in summarise(results, ("town",), catalogue())}
    assert set(groups) == {("north",), ("south",)}
    for (town,), group in groups.items():
        mine = [row for row in rows if row["group_town"] == town]
        costs = [row["usd_per_day"] for row in mine if row["usd_per_day"] is not None]
        assert group.results == len(mine)
        assert group.impossible == (town == "south")
        assert group.quantiles == pytest.approx(np.quantile(costs, QUANTILES))
        assert group.mean == pytest.approx(np.mean(costs))
        bound = next(each for each in group.binding if each.nutrient == "potassium_mg")
        times = sum(any(each["nutrient"] == "potassium_mg" for each in row["binding"]) for row in mine)
        assert bound.share == pytest.approx(times / len(costs))


def test_ages_fall_into_the_groups_of_the_reference_intakes(results: Path) -> None:
    groups = summarise(results, ("sex", "age group"), catalogue())
    assert sum(group.results for group in groups) == 61
    assert [group.key[1] for group in groups if group.key[0] == "male"] == sorted(
        group.key[1] for group in groups if group.key[0] == "male"
    )
    assert {group.key[1] for group in groups} <= {"14-18", "19-30", "31-50", "51-70", "71 and over"}


def test_the_page_and_the_files_say_the_same(results: Path, tmp_path: Path) -> None:
    ran = run("cohort", "summarise", str(results), "--by", "town,diet", "--out", str(tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == set(FILES)
    with (tmp_path / "costs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if row["p50_usd_per_day"]:
            assert f"{float(row['p50_usd_per_day']):.2f}" in ran.out
    assert sum(int(row["impossible"]) for row in rows) == 1
    assert "nothing that anybody would eat" in " ".join(ran.out.split())
    for chart in ("costs.svg", "binding.svg"):
        texts = [each.text or "" for each in ElementTree.parse(tmp_path / chart).iter() if each.tag.endswith("text")]
        assert any("dollars a day" in text or "share of the diets" in text for text in texts)


def test_what_cannot_be_summarised_is_named(results: Path, tmp_path: Path) -> None:
    assert "Did you mean age group" in run("cohort", "summarise", str(results), "--by", "age goup").err
    assert "no results of planner cohort" in run("cohort", "summarise", str(tmp_path)).err
    with pytest.raises(WrongInput, match="are not known by it"):
        summarise(results, ("income",), catalogue())
