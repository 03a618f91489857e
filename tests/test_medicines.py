"""Names of medicines and illnesses: what they resolve to, what is asked back, and what is never taken for what."""

import csv
import io
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from helpers import DATA, catalogue, plain
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import TableError
from planner.reading.medicines import read_condition, read_conditions
from planner.reading.opposites import are_opposites, directions, turned
from planner.reading.words import tokens_of
from planner.tables.medicines import load_medicines
from planner.tables.opposites import load_opposites
from planner.tables.wording import one_spelling, plain_words

sys.path.insert(0, str(DATA))

OLD_WORDS = Path(__file__).parent / "fixtures" / "condition_words.csv"  # of the edition before medicines.csv
KNOWN = load_medicines(DATA)
SLUGS = {row.condition for row in catalogue().conditions}
CLASSES = [(row["generic"], row["condition"]) for row in plain("medicine_classes.csv")]

# A medicine as somebody writes it -> the rows that hold for it; none: known by name only.
MEDICINES = {
    "Zestril": "ace-inhibitor",
    "Prinzide": "ace-inhibitor potassium-losing-diuretic",
    "Eliquis": "direct-anticoagulant",
    "Xarelto": "direct-anticoagulant",
    "Ozempic": "glp1-agonist",
    "Wegovy": "glp1-agonist",
    "Mounjaro": "glp1-agonist",
    "Jardiance": "sglt2-inhibitor",
    "Farxiga": "sglt2-inhibitor",
    "Forxiga": "sglt2-inhibitor",
    "Invokana": "sglt2-inhibitor",
    "Synjardy": "sglt2-inhibitor metformin",
    "Xigduo": "sglt2-inhibitor metformin",
    "Entresto": "arb",
    "Ventolin": "beta-agonist",
    "Symbicort": "corticosteroid grapefruit-medicine beta-agonist",
    "Seretide": "corticosteroid beta-agonist",
    "Advair": "corticosteroid beta-agonist",
    "Prolia": "denosumab",
    "Xgeva": "denosumab",
    "Aclasta": "bisphosphonate-infusion",
    "Reclast": "bisphosphonate-infusion",
    "Zometa": "bisphosphonate-infusion",
    "Voquezna": "acid-pump-blocker",
    "Dilantin": "enzyme-inducing-antiepileptic",
    "Epanutin": "enzyme-inducing-antiepileptic",
    "prednisone": "corticosteroid",
    "Deltasone": "corticosteroid",
    "Medrol": "corticosteroid",
    "Dulcolax": "frequent-laxatives",
    "Senokot": "frequent-laxatives",
    "MiraLAX": "frequent-laxatives",
    "Movicol": "frequent-laxatives",
    "Lantus": "insulin",
    "NovoRapid": "insulin",
    "NovoLog": "insulin",
    "Humalog": "insulin",
    "Amaryl": "sulfonylurea",
    "Diamicron": "sulfonylurea",
    "Lasix": "potassium-losing-diuretic",
    "Bumex": "potassium-losing-diuretic",
    "Yaz": "drospirenone",
    "Yasmin": "drospirenone",
    "Nexium": "ppi",
    "Losec": "ppi",
    "Tylenol": "",
    "Panadol": "",
    "paracetamol": "",
    "acetaminophen": "",
    "Nurofen": "nsaid",
    "Tecfidera": "",
    "Humira": "weak-immune-defence",
    "Sinemet": "levodopa",
    "Madopar": "levodopa",
    "Keppra": "",
    "Zoloft": "",
    "Lexapro": "",
    "Cipralex": "",
    "Wellbutrin": "",
    "Adderall": "",
    "Xanax": "",
    "Marcumar": "warfarin",
    "Falithrom": "warfarin",
    "Adalat": "grapefruit-medicine",
    "Norvasc": "",
    "Coversyl": "ace-inhibitor",
    "Micardis": "arb",
    "Micardis Plus": "arb potassium-losing-diuretic",
    "Tritace": "ace-inhibitor",
    "Blopress": "arb",
    "co-amoxiclav": "",
    "co-codamol": "",
    "Co-trimoxazole": "trimethoprim",
    "Truvada": "tenofovir",
    "Xenical": "orlistat",
    "Renvela": "phosphate-binder",
    "Lokelma": "potassium-binder",
    "Forteo": "teriparatide",
    "Sensipar": "cinacalcet",
    "Trexall": "methotrexate",
    "Salazopyrin": "sulfasalazine",
    "Questran": "bile-acid-sequestrant",
    "Foscavir": "foscarnet",
    "AmBisome": "kidney-losing-medicine",
    "Rifater": "isoniazid",
    "Tegretol": "enzyme-inducing-antiepileptic grapefruit-medicine",
    "Adcal-D3": "calcium-medicine vitamin-d-medicine",
    "Topamax": "carbonic-anhydrase-inhibitor",
    "Minirin": "desmopressin",
    "insulin glargine": "insulin",
    "lithium carbonate": "lithium",
    "potassium chloride": "potassium-supplement",
}
# How it is mistyped -> a name that must be among what is asked.
MISSPELT = {
    "lisinoprl": "lisinopril",
    "lisinipril": "lisinopril",
    "lizinopryl": "lisinopril",
    "metforman": "metformin",
    "metphormin": "metformin",
    "omaprazole": "omeprazole",
    "omeprasole": "omeprazole",
    "atorvastatan": "atorvastatin",
    "levothiroxine": "levothyroxine",
    "warferin": "warfarin",
    "wayfarin": "warfarin",
    "furosamide": "furosemide",
    "fyurosemide": "furosemide",
    "spironalactone": "spironolactone",
    "hydroclorothiazide": "hydrochlorothiazide",
    "amlodipne": "amlodipine",
    "metoprolal": "metoprolol",
    "bisopralol": "bisoprolol",
    "prednisalone": "prednisolone",
    "predisone": "prednisone",
    "sertaline": "sertraline",
    "zolof": "zoloft",
    "xanex": "xanax",
    "elequis": "eliquis",
    "xeralto": "xarelto",
    "ozempick": "ozempic",
    "ozenpic": "ozempic",
    "jardiense": "jardiance",
    "farxega": "farxiga",
    "trulicty": "trulicity",
    "nexum": "nexium",
    "losartin": "losartan",
    "candasartan": "candesartan",
    "dijoxin": "digoxin",
    "lithum": "lithium",
    "ibuprofin": "ibuprofen",
    "naproxin": "naproxen",
    "methotrexite": "methotrexate",
    "kolchicine": "colchicine",
    "fenytoin": "phenytoin",
    "excema": "eczema",
    "migrane": "migraine",
    "ostioporosis": "osteoporosis",
    "sarcoidosus": "sarcoidosis",
}
OPPOSITE = [
    ("hypokalaemia", "hyperkalemia"),
    ("low potassium", "high potassium"),
    ("low potassium", "hyperkalaemia"),
    ("underactive thyroid", "overactive thyroid"),
    ("hypothyroid", "hyperthyroid"),
    ("low blood pressure", "hypertension"),
    ("too little calcium", "too much calcium"),
    ("iron deficiency", "iron overload"),
    ("bradycardia", "tachycardia"),
    ("weight loss", "weight gain"),
    ("slow pulse", "fast pulse"),
]


def sets_of(text: str) -> set[str]:
    return set(read_condition(text, catalogue()).conditions)


def asked_for(text: str) -> set[str]:
    """Every name that is asked about for a text."""
    return {name for each in read_condition(text, catalogue()).suggestions for name in each.means}


# --- names


@pytest.mark.parametrize(("text", "slugs"), MEDICINES.items())
def test_a_medicine_is_known_by_its_name_and_leads_to_every_row_of_its_parts(text: str, slugs: str) -> None:
    reading = read_condition(text, catalogue())
    assert set(reading.conditions) == set(slugs.split()) and not reading.unknown
    assert slugs or (len(reading.medicines) == 1 and reading.without_rule)


@pytest.mark.parametrize(("generic", "slug"), CLASSES)
def test_every_generic_of_a_class_resolves_to_it(generic: str, slug: str) -> None:
    assert slug in SLUGS
    assert slug in sets_of(generic) or generic not in KNOWN.generics
    assert any(slug in KNOWN.conditions_of(parts) for parts in KNOWN.generics.values() if generic in parts)


@pytest.mark.parametrize("row", list(csv.DictReader(OLD_WORDS.open(encoding="utf-8"))), ids=lambda row: row["word"])
def test_every_name_that_worked_before_still_works(row: dict[str, str]) -> None:
    assert row["condition"] in sets_of(row["word"]), row["word"]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("lisinopril 10 mg once daily", "ace-inhibitor"),
        ("Lantus 20 units at night", "insulin"),
        ("Lantus, 20 IU before bed", "insulin"),
        ("metformin 2x500", "metformin"),
        ("on warfarin since 2019", "warfarin"),
        ("Zestril; Lasix & Nexium", "ace-inhibitor potassium-losing-diuretic ppi"),
        ("Zestril\nLasix", "ace-inhibitor potassium-losing-diuretic"),
        ("losartan/HCTZ 50/12.5 mg", "arb potassium-losing-diuretic"),
        ("Benicar HCT", "arb potassium-losing-diuretic"),
        ("Novo Rapid", "insulin"),
        ("furo semide", "potassium-losing-diuretic"),
        ("coamilofruse", "potassium-sparing-diuretic potassium-losing-diuretic"),
        ("diabetes type II", "type-2-diabetes"),
        ("coamoxiclav with ibuprofens", "nsaid"),
        ("RAMIPRIL-RATIOPHARM 5mg Tabletten", "ace-inhibitor"),
        ("metoprolol succinate ER 50mg", "beta-blocker"),
        ("two puffs of Ventolin when needed", "beta-agonist"),
        ("type II diabetes on metformin", "type-2-diabetes metformin"),
        ("type2 diabetes", "type-2-diabetes"),
        ("hypokalaemia", "low-potassium"),
        ("hypokalemia", "low-potassium"),
        ("coeliac disease", "coeliac-disease"),
        ("celiac disease", "coeliac-disease"),
        ("my potassium is too low", "low-potassium"),
        ("blood pressure often a bit low", "low-blood-pressure"),
        ("hypothyroidism", "hypothyroidism"),
        ("Hashimoto's", "hypothyroidism"),
    ],
)
def test_doses_times_and_spellings_stand_beside_a_name(text: str, slugs: str) -> None:
    assert sets_of(text) == set(slugs.split()), read_condition(text, catalogue())


def test_a_medicine_carries_its_text_its_parts_and_its_rows() -> None:
    (medicine,) = read_condition("Prinzide 20 mg", catalogue()).medicines
    assert (medicine.text, medicine.name) == ("Prinzide", "prinzide")
    assert medicine.generics == ("lisinopril", "hydrochlorothiazide")
    assert medicine.conditions == ("ace-inhibitor", "potassium-losing-diuretic")


def test_plurals_are_read_as_one() -> None:
    assert read_condition("hernias", catalogue()).without_rule == ("inguinal hernia",)


def test_a_vaccine_against_an_illness_is_no_illness() -> None:
    reading = read_condition("hepatitis B vaccine", catalogue())
    assert not reading.conditions and reading.without_rule


def test_a_stroke_of_this_year_or_the_last_is_not_past() -> None:
    this_year = date.today().year
    for year in (this_year, this_year - 1):
        assert read_condition(f"TIA in {year}", catalogue()).unknown
    assert sets_of(f"TIA in {this_year - 2}") == sets_of("stroke in 1998") == {"past-stroke"}


def test_several_texts_are_read_as_one() -> None:
    both = read_conditions(["Zestril", "hay fever, Zestril"], catalogue())
    assert both.conditions == ("ace-inhibitor",) and both.without_rule == ("hay fever",) and len(both.medicines) == 1


# --- what is not known


@pytest.mark.parametrize(("text", "name"), MISSPELT.items())
def test_a_misspelt_name_is_asked_about_and_never_taken(text: str, name: str) -> None:
    reading = read_condition(text, catalogue())
    assert not reading.conditions and not reading.medicines and not reading.illnesses and reading.unknown
    assert name in asked_for(text), reading.suggestions
    for suggestion in reading.suggestions:
        assert suggestion.ambiguous == (len(suggestion.means) > 1)
        assert all(not read_condition(mean, catalogue()).unknown for mean in suggestion.means)


@pytest.mark.parametrize(
    "text",
    [
        "waiting at the station",
        "I eat an apple a day",
        "my heart belongs to daddy",
        "the water was cold and the night long",
        "a balance of focus and energy",
        "sugar and salt",
        "reading generic letters in the office",
        "maxim carmen and foster",
    ],
)
def test_ordinary_sentences_name_no_medicine(text: str) -> None:
    reading = read_condition(text, catalogue())
    assert not reading.medicines and not reading.suggestions, reading


def test_a_strange_word_beside_a_known_name_is_not_passed_over() -> None:
    reading = read_condition("kidney disease wayfarin", catalogue())
    assert reading.conditions == ("kidney-disease",) and reading.unknown == ("wayfarin",)
    assert reading.suggestions[0].means == ("warfarin",)


@given(st.text(max_size=40))
def test_any_text_is_read_and_what_is_unknown_stands_in_it(text: str) -> None:
    reading = read_condition(text, catalogue())
    assert set(reading.conditions) <= SLUGS
    assert all(part in text for part in reading.unknown)
    assert all(each.text in text for each in reading.suggestions)


# --- opposites


@pytest.mark.parametrize(("one", "other"), OPPOSITE)
def test_less_and_more_are_opposites_and_like_is_not(one: str, other: str) -> None:
    assert are_opposites(one, other) and are_opposites(other, one)
    assert not are_opposites(one, one) and not are_opposites(one, "potassium") and not are_opposites("potassium", one)


@pytest.mark.parametrize("pair", load_opposites(DATA), ids=lambda pair: pair.less)
def test_every_pair_is_known_both_ways(pair: object) -> None:
    less, more = getattr(pair, "less"), getattr(pair, "more")  # noqa: B009
    suffix = "thyroid" if getattr(pair, "kind") == "start" else ""  # noqa: B009
    assert are_opposites(f"{less}{suffix}", f"{more}{suffix}")
    assert f"{more}{suffix} thing" in turned(f"{less}{suffix} thing")


@pytest.mark.parametrize("text", ["under control", "over the years", "hyper", "at the pharmacy", ""])
def test_words_that_only_begin_so_have_no_direction(text: str) -> None:
    assert not directions(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("hypokalimia", "high-potassium"),
        ("hypokalaemea", "high-potassium"),
        ("hypocalcimia", "high-calcium"),
        ("hypercalcimia", "low-calcium"),
        ("hypothiroidism", "hyperthyroidism"),
        ("hyperthiroidism", "hypothyroidism"),
        ("hypotenshun", "high-blood-pressure"),
        ("hypertenshun", "low-blood-pressure"),
        ("overactive thyriod", "hypothyroidism"),
        ("underactive thyriod", "hyperthyroidism"),
        ("low potasium", "high-potassium"),
        ("low potassum", "potassium-supplement"),
        ("hyperparathyriodism", "hypoparathyroidism"),
        ("hyponatrimia", "high-sodium"),
        ("low magnesum", "high-magnesium"),
        ("low blood presure", "high-blood-pressure"),
        ("hypoerkalaemia", "high-potassium"),
    ],
)
def test_nothing_is_asked_or_read_as_its_opposite(text: str, never: str) -> None:
    assert never not in sets_of(text)
    assert never not in {slug for name in asked_for(text) for slug in sets_of(name)}


def test_a_misspelt_hypokalaemia_asks_for_low_potassium_only() -> None:
    for text in ("hypokalimia", "hypokalmia", "hipokalemia"):
        suggestions = read_condition(text, catalogue()).suggestions
        meant = {slug for each in suggestions for name in each.means for slug in sets_of(name)}
        assert "low-potassium" in meant
    assert {slug for name in asked_for("hypokalimia") for slug in sets_of(name)} == {"low-potassium"}


def test_where_both_are_near_both_are_asked_and_none_is_taken() -> None:
    for text in ("hyprkalemia", "hiperkalemia", "hipokalemia"):
        (suggestion,) = read_condition(text, catalogue()).suggestions
        assert suggestion.ambiguous
        assert {slug for name in suggestion.means for slug in sets_of(name)} == {"high-potassium", "low-potassium"}


def test_where_a_word_says_one_and_is_like_the_other_nothing_is_asked() -> None:
    assert not asked_for("hypoerkalaemia") and not sets_of("hypoerkalaemia")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("low blood pressure", "low-blood-pressure"),
        ("low bp", "low-blood-pressure"),
        ("high bp", "high-blood-pressure"),
        ("low potassium", "low-potassium"),
        ("high potassium", "high-potassium"),
        ("overactive thyroid", "hyperthyroidism"),
        ("underactive thyroid", "hypothyroidism"),
        ("high calcium", "high-calcium"),
        ("low calcium", "low-calcium"),
    ],
)
def test_each_of_two_opposites_is_a_row_of_its_own(text: str, slug: str) -> None:
    assert sets_of(text) == {slug}


def test_a_word_without_direction_is_not_taken_against_what_stands_beside_it() -> None:
    reading = read_condition("blood pressure of the low kind", catalogue())
    assert "high-blood-pressure" not in reading.conditions and reading.unknown


def test_no_row_is_named_by_the_opposite_of_its_own_name() -> None:
    for row in catalogue().conditions:
        for spelling in row.spellings:
            assert not are_opposites(spelling, row.name), (row.condition, spelling)


# --- the tables


def test_no_name_of_a_medicine_is_an_ordinary_word() -> None:
    assert not KNOWN.generics.keys() & KNOWN.ordinary
    assert {"station", "table", "night", "pressure"} <= KNOWN.ordinary
    assert not KNOWN.generics.keys() & {
        "water",
        "oxygen",
        "sugar",
        "caffeine",
        "alcohol",
        "station",
        "generics",
        "iron",
    }
    assert min(map(len, KNOWN.generics)) >= 3


def test_every_reviewed_name_says_whence_and_stands_in_the_table() -> None:
    for row in plain("medicine_names.csv"):
        assert row["source"] and row["name"] == plain_words(row["name"]), row
        if row["generics"] == "-":
            assert row["name"] not in KNOWN.generics, row
        else:
            assert row["name"] in KNOWN.generics, row


def test_a_known_illness_holds_no_word_of_a_row() -> None:
    own = {one_spelling(spelling.split()) for row in catalogue().conditions for spelling in row.spellings}
    assert not own & KNOWN.illnesses.keys()
    assert len({row.illness for row in KNOWN.illnesses.values()}) >= 290


def test_every_illness_is_read_as_itself() -> None:
    for spelling, row in KNOWN.illnesses.items():
        reading = read_condition(spelling, catalogue())
        assert row.illness in [each.name for each in reading.illnesses], spelling
        assert reading.unknown == (), spelling


def test_a_class_of_an_unknown_generic_is_found(tmp_path: Path) -> None:
    for name in ("medicines.csv", "medicine_classes.csv", "illnesses.csv", "ordinary_words.csv"):
        (tmp_path / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    with (tmp_path / "medicine_classes.csv").open("a", encoding="utf-8") as file:
        file.write("unobtainium,ppi,Nobody\n")
    with pytest.raises(TableError, match=r"medicine_classes\.csv \(unobtainium\): no name in medicines\.csv"):
        load_medicines(tmp_path)
    (tmp_path / "medicines.csv").write_text("name,generics\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"medicines\.csv: its columns must be name, generics, common"):
        load_medicines(tmp_path)


def test_the_words_of_a_text_keep_their_places() -> None:
    text = "Crohn's, type2"
    assert [(token.plain, text[token.start : token.end]) for token in tokens_of(text)] == [
        ("crohns", "Crohn's"),
        ("type", "type2"),
        ("2", "type2"),
    ]


# --- the build


@pytest.mark.skipif(
    not (find_spec("drug_named_entity_recognition") and find_spec("symspellpy")),
    reason="the packages of the build extra are not installed",
)
def test_the_tables_of_names_are_built_again_to_the_byte() -> None:
    import build
    import build_medicines

    curated = {"medicine_names": list(csv.DictReader(io.StringIO((DATA / "medicine_names.csv").read_text("utf-8"))))}
    for name, make in (
        ("medicines.csv", build_medicines.medicine_table),
        ("ordinary_words.csv", build_medicines.ordinary_table),
    ):
        assert build.csv_text(make(None, curated)) == (DATA / name).read_text("utf-8"), name


def test_chemical_codes_and_reversed_names_are_left_out() -> None:
    import build_medicines

    for name in ("acid, citric", "2-bromo-α-ergokryptine", "17α-ethinylestra-4-en", "ab", "n(6)-methyladenosine"):
        assert not build_medicines._is_name(name), name
    for name in ("zestril", "vibramycin-d", "co-amoxiclav", "insulin glargine"):
        assert build_medicines._is_name(name), name
    known = {"lisinopril", "valsartan", "sacubitril", "metformin"}
    assert list(build_medicines._generics("lisinopril dihydrate", known)) == ["lisinopril"]
    assert list(build_medicines._generics("valsartan and sacubitril", known)) == ["valsartan", "sacubitril"]
    assert list(build_medicines._generics("potassium chloride", known)) == ["potassium chloride"]
