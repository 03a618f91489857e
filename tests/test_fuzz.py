"""Random and hostile input at every door: a clear refusal or an answer, no traceback, nothing written elsewhere.

`STEADYPLATE_FUZZ=20` makes twenty times as many tries.
"""

import base64
import json
import os
import string
import zlib
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from planner import Person, PlanRequest, solve_tables
from planner.at_home import check_at_home, read_pantry
from planner.cli import main
from planner.cli.near import read_near
from planner.cohort.people import survey
from planner.cohort.prices import read_price_tables
from planner.errors import PlannerError
from planner.intake.receipt import read_prices
from planner.request import check_request
from planner.tables.catalogue import load_catalogue
from planner.targets import make_targets
from planner.ui import price_file
from planner.ui.address import from_file, from_texts, to_texts
from planner.ui.choices import Choices

CATALOGUE = load_catalogue()
TIMES = int(os.environ.get("STEADYPLATE_FUZZ", "1"))
UNWRITABLE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]

NUMBERS = [
    "-1",
    "0",
    "1e309",
    "nan",
    "-inf",
    "1e-400",
    "99999999999999999999",
    "٣",
    "½",
    "0x10",
    "1_000",
    "+1",
    "true",
    "None",
]
PATHS = ["../../etc/passwd", "..\\..\\x", "/dev/null", "a/b", "%00", "\x00"]
CODE = [
    "=cmd|' /C calc'!A0",
    "@x",
    "\t=1",
    "<script>alert(1)</script>",
    "'; DROP TABLE plans; --",
    "{}",
    "[]",
    "{{7*7}}",
    "${x}",
]
SIGNS = ["", " ", "\ufeff", "\u202e", "\U0001f4a5", "\u00e9" * 300, "x" * 5000, "a,b", '"', '""', "\n", "\r\n"]
MEANT = [
    *[
        "vegan",
        "omnivore",
        "female",
        "kale",
        "lentils",
        "calcium_mg",
        "calcium=1000",
        "calcium=:",
        "calcium=9:1",
        "eggs=6",
    ],
    "kidney disease",
]
HOSTILE = (*NUMBERS, *PATHS, *CODE, *SIGNS, *MEANT)
WORDS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=30),
    st.floats(allow_nan=True, allow_infinity=True).map(repr),
    st.integers(-(10**12), 10**12).map(str),
)
PARTS = st.sampled_from(
    [*to_texts(Choices()), "age", "sex", "diet", "target", "exclude", "week", "keep", "price", "home", "limit"]
)


NESTED = st.recursive(WORDS | st.none(), lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner))


def tries(number: int) -> settings:
    return settings(max_examples=number * TIMES, deadline=None, suppress_health_check=UNWRITABLE)


# --- the request


@tries(150)
@given(st.data())
def test_any_request_is_checked_or_refused(data: st.DataObject) -> None:
    """Every field of a person and a request takes anything; what gets through has targets or a reason."""
    thing = st.one_of(WORDS, st.none(), st.integers(-5, 200), st.floats(), st.lists(WORDS, max_size=3), st.booleans())
    fields = sorted(PlanRequest.__dataclass_fields__)
    given_person = data.draw(st.dictionaries(st.sampled_from(sorted(Person.__dataclass_fields__)), thing, max_size=3))
    given_fields = data.draw(st.dictionaries(st.sampled_from(fields), thing, max_size=3))
    try:
        request = PlanRequest(**{"person": Person(**given_person), **given_fields})  # type: ignore[arg-type]
        make_targets(check_request(request, CATALOGUE), CATALOGUE)
    except PlannerError as error:
        assert str(error)


# --- the address of the page, and the file of a saved week


@tries(150)
@given(st.dictionaries(st.one_of(PARTS, st.text(max_size=8)), WORDS, max_size=6))
@example({"week": base64.urlsafe_b64encode(zlib.compress(b"0" * 50_000_000, 9)).decode()[:20_000]})
@example({"week": base64.urlsafe_b64encode(zlib.compress(json.dumps([[1] * 5] * 9).encode())).decode()})
@example({"week": base64.urlsafe_b64encode(zlib.compress(b"[" * 100_000)).decode()})
@example({"price": "kale:nan,lentils:-1", "target": "calcium=nan:inf"})
def test_any_address_gives_choices_that_can_be_written_again(texts: dict[str, str]) -> None:
    choices, _ = from_texts(texts, CATALOGUE)
    check_request(choices.request, CATALOGUE)
    again, left_out = from_texts(to_texts(choices), CATALOGUE)
    assert (again, left_out) == (choices, [])


@tries(100)
@given(st.one_of(st.text(max_size=200), NESTED.map(json.dumps)))
def test_any_saved_week_is_read_or_refused(text: str) -> None:
    try:
        texts = from_file(text)
    except (ValueError, RecursionError):  # what the page answers with a word
        return
    from_texts(texts, CATALOGUE)


# --- files that somebody gives

TABLES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "receipt": ("item,package,price", lambda path: read_prices(path, CATALOGUE)),
    "price file of the page": ("food,usd_per_100g", lambda path: price_file.read(path.read_bytes(), CATALOGUE)),
    "pantry": ("food,amount,unit", lambda path: check_at_home(read_pantry(path), CATALOGUE)),
    "people": ("id,sex,age,height_cm,weight_kg,activity,diet", survey),
    "prices by place": ("place,month,food,usd_per_100g", lambda path: read_price_tables(path, CATALOGUE)),
    "earlier week": ("{}", read_near),
}


@pytest.mark.parametrize("kind", TABLES)
@tries(40)
@given(data=st.data())
def test_any_table_is_read_or_refused_by_name(kind: str, data: st.DataObject, tmp_path: Path) -> None:
    header, read = TABLES[kind]
    rows = data.draw(st.lists(st.lists(WORDS, min_size=1, max_size=6).map(",".join), max_size=4))
    whole = data.draw(st.one_of(st.binary(max_size=60), st.just("\n".join([header, *rows]).encode("utf-8", "replace"))))
    path = tmp_path / "given.csv"
    path.write_bytes(whole)
    try:
        read(path)
    except PlannerError as error:
        assert "given.csv" in str(error) or "--" in str(error)


@tries(60)
@given(
    foods=st.lists(st.lists(WORDS, min_size=1, max_size=5), max_size=4),
    targets=st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=3),
)
def test_any_diet_problem_is_solved_or_refused(
    foods: list[list[str]], targets: list[list[str]], tmp_path: Path
) -> None:
    own, wished = tmp_path / "foods.csv", tmp_path / "targets.csv"
    own.write_text("food,cost,min,max,a\n" + "\n".join(map(",".join, foods)), encoding="utf-8", errors="replace")
    wished.write_text("nutrient,min,max\n" + "\n".join(map(",".join, targets)), encoding="utf-8", errors="replace")
    try:
        solve_tables(own, wished)
    except PlannerError as error:
        assert "foods.csv" in str(error) or "targets.csv" in str(error)


# --- the command line

COMMANDS: dict[str, str] = {
    "week": "--diet --age --sex --height --weight --activity --pregnant --days --max-cost --target --exclude --without "
    "--must-have --condition --clinician-limit --now --supplement --at-home --near --prices --profile",
    "foods": "--search --diet --catalogue",
    "check": "--symptom --condition",
    "gaps": "--line --extra-kcal --condition --close",
    "solve": "--integer",
    "cook": "--plan --day --people",
    "data": "history export delete --data-dir",
    "cohort": "generate --seed --out",
}
SHORT_OF_A_WEEK = ["--time-limit", "0.01"]


@pytest.mark.parametrize("command", COMMANDS)
@tries(12)
@given(data=st.data())
def test_any_command_line_answers_or_refuses_and_stays_in_its_folder(
    command: str, data: st.DataObject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An exit code that is documented, a message that is no traceback, and no file beside the folder."""
    inside = tmp_path / "inside"
    inside.mkdir(exist_ok=True)
    beside = tmp_path / "beside.txt"
    beside.write_text("stays", encoding="utf-8")
    monkeypatch.chdir(inside)
    monkeypatch.setenv("XDG_DATA_HOME", str(inside))
    monkeypatch.setenv("HOME", str(inside))
    arguments = [command]
    printable = WORDS.map(lambda word: "".join(letter for letter in word if letter != "\x00")[:200])
    for option in data.draw(st.lists(st.sampled_from(COMMANDS[command].split()), max_size=3, unique=True)):
        arguments += [option, data.draw(printable)]
    if command == "week":
        arguments += SHORT_OF_A_WEEK
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code in (0, 2, 3, 4, 5), (arguments, err.getvalue())
    assert "Traceback" not in err.getvalue()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["beside.txt", "inside"], arguments
    assert beside.read_text(encoding="utf-8") == "stays"


@pytest.mark.parametrize("option", ["--pantry", "--prices", "--near"])
def test_a_folder_in_place_of_a_file_is_refused(option: str, tmp_path: Path) -> None:
    err = StringIO()
    with redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(["week", option, str(tmp_path), *SHORT_OF_A_WEEK])
    assert (left.value.code, "cannot be read" in err.getvalue()) == (2, True)


@tries(20)
@given(name=st.one_of(WORDS, st.sampled_from(["..", "../x", "/tmp/x", "a/../../x", "CON", "x" * 300])))
def test_a_name_of_a_profile_is_no_path(name: str, tmp_path: Path) -> None:
    """Whatever a profile is called, it is kept inside the folder of the data."""
    inside = tmp_path / "inside"
    name = "".join(letter for letter in name if letter in string.printable)
    out, err = StringIO(), StringIO()
    arguments = ["week", "--save", "--profile", name, "--days", "1", "--data-dir", str(inside), *SHORT_OF_A_WEEK]
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code in (0, 2, 3, 4), err.getvalue()
    assert {path.name for path in tmp_path.iterdir()} <= {"inside"}
