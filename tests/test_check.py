"""From complaints to nutrients: red flags stop everything, nothing is ignored, no shortage is claimed."""

from itertools import product

import pytest
from helpers import DATA, catalogue
from hypothesis import given, settings
from hypothesis import strategies as st
from test_symptoms import ARTICLE, EMERGENCIES, SOON, WITH_CONDITION

from planner.explain.check import Check, check
from planner.exports.checks import NOTICE, notice, sections
from planner.reading.text import FILLERS
from planner.tables.help_lines import load_help_lines
from planner.tables.wording import plain_words

B12, MG, K, CA, D = "vitamin_b12_ug", "magnesium_mg", "potassium_mg", "calcium_mg", "vitamin_d_ug"
NUTRIENT_TALK = ("b12", "magnesium", "potassium", "calcium", "vitamin", "shortage", "deficien")


def checked(*symptoms: str, conditions: tuple[str, ...] = ()) -> Check:
    return check(symptoms, conditions, catalogue())


def pointed(answer: Check) -> dict[str, tuple[str, ...]]:
    """Rows that point to each nutrient."""
    return {pointer.nutrient: tuple(reason.row for reason in pointer.why) for pointer in answer.nutrients}


# --- what a careful clinician would want for sixty and more phrases of everyday life

NOW, TODAY, DOCTOR, ORDINARY = "now", "today", "soon", "self-care"
PHRASES = {
    "my leg cramps at night": (ORDINARY, "muscle-cramps"),
    "eyelid twitching": (ORDINARY, "eye-twitches"),
    "twitchy eye for two days": (ORDINARY, "eye-twitches"),
    "my eye keeps twitching at work": (ORDINARY, "eye-twitches"),
    "muscle in my thumb is jumping": (ORDINARY, "muscle-twitches"),
    "my calves seize up at 3am": (ORDINARY, "muscle-cramps"),
    "foot arch cramps while swimming": (ORDINARY, "muscle-cramps"),
    "cramp in my hand when writing": (ORDINARY, "muscle-cramps"),
    "back spasm after lifting": (ORDINARY, "muscle-spasms"),
    "always tired, no energy": (ORDINARY, "fatigue"),
    "anxious and jumpy": (ORDINARY, "anxiety"),
    "constipated": (ORDINARY, "constipation"),
    "my nails keep breaking": (ORDINARY, "weak-nails"),
    "weak nails": (ORDINARY, "weak-nails"),
    "my tongue is sore and smooth": (ORDINARY, "sore-tongue"),
    "I drink a lot of coffee and my eye twitches": (ORDINARY, "eye-twitches"),
    "nausea and diarrhoea for three days, now cramps": (TODAY, "muscle-cramps"),
    "leg crmaps": (ORDINARY, "muscle-cramps"),
    "tingly toes for months": (DOCTOR, "tingling"),
    "pins and needles in my hands when I wake up": (DOCTOR, "tingling"),
    "feet fall asleep all the time": (DOCTOR, "tingling"),
    "hands and feet tingle": (DOCTOR, "tingling"),
    "numb left hand every morning": (DOCTOR, "tingling"),
    "numness in my feet": (DOCTOR, "tingling"),
    "can't feel my toes": (DOCTOR, "tingling"),
    "vegan and tired with burning feet": (DOCTOR, "tingling"),
    "tingling lips": (DOCTOR, "tingling-face"),
    "legs feel like jelly": (DOCTOR, "muscle-weakness"),
    "unsteady on my feet": (DOCTOR, "balance"),
    "tripping over my own feet": (DOCTOR, "balance"),
    "forgetful for a year": (DOCTOR, "memory"),
    "brain fog": (DOCTOR, "memory"),
    "hands cramp into a claw": (TODAY, "tetany"),
    "hands locked up and tingling lips": (TODAY, "tetany"),
    "shaky after coffee": (ORDINARY, "tremor"),
    "charley horse in my calf every night": (DOCTOR, "muscle-cramps"),
    "muscles twitching all over for 3 months": (DOCTOR, "muscle-twitches"),
    "leg cramps and they don't stop": (DOCTOR, "muscle-cramps"),
    "my leg muscle is getting thinner": (DOCTOR, ""),
    "I keep dropping things": (DOCTOR, "muscle-weakness"),
    "electric shocks in my neck": (DOCTOR, "tingling"),
    "arms go dead at night": (DOCTOR, "tingling"),
    "cramps since I take omeprazole": (DOCTOR, "muscle-cramps"),
    "my thighs ache on atorvastatin": (DOCTOR, ""),
    "metformin and numb feet": (DOCTOR, "tingling"),
    "heart skips beats when I lie down": (DOCTOR, "heartbeat"),
    "heart flutters sometimes": (DOCTOR, ""),
    "my heart is racing": (DOCTOR, ""),
    "palpatations": (DOCTOR, "heartbeat"),
    "can't feel my left arm suddenly": (NOW, ""),
    "one side of my face is drooping": (NOW, ""),
    "I can't get my words out": (NOW, ""),
    "I faint": (NOW, ""),
    "passed out in the shower": (NOW, ""),
    "had a seizure last week": (NOW, ""),
    "my mother is confused since this morning": (NOW, ""),
    "chest feels tight": (NOW, ""),
    "dificulty breathing": (NOW, ""),
    "food gets stuck when I swallow": (NOW, ""),
    "legs gave out": (NOW, ""),
    "weak legs, getting worse, now it's in my arms": (NOW, ""),
    "I can't climb the stairs any more, my thighs are weak": (DOCTOR, ""),
    "peeing dark after gym and muscles hurt": (NOW, ""),
    "wet myself and my bottom is numb": (NOW, ""),
    "can't hold my bladder any more": (NOW, ""),
    "sudden worst headache": (NOW, ""),
    "lost vision in one eye": (NOW, ""),
    "on omeprazole and my hands shake": (NOW, "tremor"),
    "I'm 30 weeks pregnant with a bad headache and seeing spots": (NOW, ""),
    "spasms since I started furosemide": (NOW, ""),
    "taking spironolactone, weak muscles": (NOW, ""),
    "kidney disease and muscle weakness": (NOW, ""),
    "numb feet after laughing gas": (NOW, ""),
    "I want to kill myself": (NOW, ""),
    "my arm went dead": (NOW, ""),
    "jaw pain and left arm pain": (NOW, ""),
    "can't catch my breath": (NOW, ""),
    "my legs won't work": (NOW, ""),
    "numb from the waist down": (NOW, "tingling"),
    "heart going crazy": (DOCTOR, ""),
    "fluttering in my chest": (DOCTOR, ""),
    "eyesight suddenly blurry": (NOW, ""),
    "everything went black": (NOW, ""),
    "shaking all over uncontrollably": (NOW, ""),
    "cramp in a swollen, red calf": (TODAY, "muscle-cramps"),
    "paralyzed after waking up": (NOW, ""),
    "palpitations and I nearly fainted": (NOW, "heartbeat"),
    "pulse of 35": (NOW, ""),
    "pulse 150 while resting": (NOW, ""),
    "tingling creeping up my legs": (NOW, "tingling"),
    "no feeling in my legs": (NOW, "tingling"),
    "don't want to live": (NOW, ""),
    "my toddler swallowed some pills": (NOW, ""),
    "one calf is swollen, breathing is fine": (TODAY, ""),
    "low potassium and new weakness": (TODAY, "muscle-weakness"),
    "heart skips a beat after coffee": (ORDINARY, "heartbeat"),
    "cramps, no numbness or weakness": (ORDINARY, "muscle-cramps"),
    "eyelid twitch. No weakness, no palpitations.": (ORDINARY, "eye-twitches"),
}


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_phrase_of_everyday_life_gets_what_a_careful_clinician_would_want(phrase: str) -> None:
    tier, symptom = PHRASES[phrase]
    answer = checked(phrase)
    assert answer.tier == tier and answer.stopped == (tier == NOW)
    assert symptom in {found.symptom for found in answer.symptoms} | {""}
    assert all(flag.texts == (phrase,) for flag in (*answer.red_flags, *answer.doctor_today, *answer.doctor_soon))


# Neither a sign of these nutrients nor unknown: what to do is said.
ELSEWHERE = {
    "dizzy": "dizziness",
    "stomach cramps": "belly-cramps",
    "period cramps": "period-cramps",
    "restless legs": "restless-legs",
    "muscles hurt after the gym": "muscle-pain",
    "migraine": "headache",
    "throwing up": "losing-fluid",
    "weak bladder": "weak-bladder",
    "depressed": "low-mood",
}


@pytest.mark.parametrize("phrase", ELSEWHERE)
def test_complaints_that_point_elsewhere_point_to_no_nutrient(phrase: str) -> None:
    answer = checked(phrase)
    assert [other.complaint for other in answer.other_complaints] == [ELSEWHERE[phrase]]
    assert answer.other_complaints[0].says
    assert not (answer.symptoms or answer.nutrients or answer.unknown or answer.stopped)
    assert {row.cause for row in answer.reassurance} <= {ELSEWHERE[phrase]}


# --- red flags come before everything


@pytest.mark.parametrize("text", EMERGENCIES)
def test_a_red_flag_stops_everything_else(text: str) -> None:
    answer = checked("my legs cramp", text, "purple ears", conditions=("metformin",))
    assert answer.stopped and answer.red_flags
    assert not (answer.nutrients or answer.tests or answer.watch or answer.other_causes or answer.advice)
    assert not answer.reassurance
    assert "purple ears" in answer.unknown
    said = [notice(answer), *(row.why + row.note for row in answer.symptoms), *(row.say for row in answer.conditions)]
    assert not [word for word in NUTRIENT_TALK if word in " ".join(said).lower()]


@pytest.mark.parametrize(("condition", "text"), WITH_CONDITION)
def test_with_a_condition_the_same_words_stop_wherever_it_is_named(condition: str, text: str) -> None:
    assert checked(text, conditions=(condition,)).stopped
    assert checked(f"{text}, {condition}").stopped
    assert checked(text, condition).stopped
    assert not checked(text).stopped


@pytest.mark.parametrize("text", SOON)
def test_a_doctor_soon_is_said_beside_the_rest(text: str) -> None:
    answer = checked(text)
    assert answer.doctor_soon and not answer.stopped


def test_a_detail_in_a_line_of_its_own_counts() -> None:
    assert checked("weak legs", "it came suddenly").stopped
    assert checked("numb feet", "sudden", "on one side").stopped
    assert checked("dark urine", "sore muscles").stopped
    assert not checked("hard stools", "loss of memory").stopped  # two complaints, no detail: not "stool + loss"


def test_a_known_illness_is_no_alarm_but_a_complaint_among_the_conditions_is() -> None:
    assert not checked("eye twitch", conditions=("a weak heart", "high blood pressure and asthma")).stopped
    assert checked("eye twitch", conditions=("lisinopril, chest pain",)).stopped


def test_what_a_no_takes_back_is_told_and_raises_nothing() -> None:
    answer = checked("no chest pain, but leg cramps")
    assert (answer.tier == "self-care" and answer.negated == ("chest", "pain")) or answer.negated == ("pain",)
    assert checked("no energy").negated == () and checked("no energy").symptoms[0].symptom == "fatigue"


def test_where_a_no_could_be_meant_or_not_it_stays_urgent_and_asks() -> None:
    answer = checked("no fever, pressure on my chest")
    asked = [each.rule for each in answer.ask]
    assert answer.stopped and "chest-pain" in asked
    assert not check(["no fever, pressure on my chest"], [], catalogue(), settled=asked).stopped


@pytest.mark.parametrize("known", ["epilepsy", "afib", "angina", "TIA in 2019", "asthma"])
def test_a_known_illness_is_no_emergency_in_either_box(known: str) -> None:
    assert not checked(known).stopped
    assert not checked("eye twitch", conditions=(known,)).stopped


@pytest.mark.parametrize("event", ["TIA", "stroke", "had a stroke last week", "my first fit yesterday"])
def test_an_undated_or_recent_stroke_or_fit_is_one(event: str) -> None:
    assert checked(event).stopped
    assert "stroke" not in event or checked("eye twitch", conditions=(event,)).stopped


def test_a_question_about_a_stroke_that_is_over_can_be_answered() -> None:
    answer = checked("stroke")
    assert answer.stopped and answer.ask[0].rule == "stroke"
    assert not check(["stroke"], [], catalogue(), settled=["stroke"]).stopped


@pytest.mark.parametrize("text", ["I wish I was dead", "thinking of ending my life", "i want to hurt myself"])
def test_whoever_wants_to_die_is_given_a_line_first_and_is_never_asked_to_take_it_back(text: str) -> None:
    answer = checked("leg cramps", text)
    assert answer.help[0] == "self-harm"
    said = sections(answer, load_help_lines(DATA), "US")
    assert said[0].key == "self-harm" and "988" in said[0].lines[0] and len(said) == 1
    everything = " ".join(line for section in said for line in section.lines).lower()
    assert "take it out" not in everything and "wrote" not in everything


def test_poison_help_is_named_for_what_was_swallowed() -> None:
    answer = checked("my son swallowed my heart tablets")
    assert answer.help == ("emergency", "poison")
    lines = " ".join(sections(answer, load_help_lines(DATA), "US")[0].lines)
    assert "1-800-222-1222" in lines and "911" in lines


@pytest.mark.parametrize("text", ["purple thing on my chest hair", "odd sudden stuff with my face paint, purple"])
def test_alarming_words_that_no_rule_answers_take_every_reassurance_away(text: str) -> None:
    answer = checked("eyelid twitching", text)
    assert answer.tier in ("unknown", "now") and not answer.reassurance


@pytest.mark.parametrize("text", ["my daughter has an eyelid that twitches", "leg cramps at night, pregnant"])
def test_a_word_that_may_mean_danger_makes_an_ordinary_complaint_unknown(text: str) -> None:
    answer = checked(text)
    assert answer.tier == "unknown" and answer.alarming == (text,) and not answer.reassurance
    assert "911" in " ".join(line for part in sections(answer, load_help_lines(DATA), "US") for line in part.lines)


@pytest.mark.parametrize("text", ["I make myself sick after meals", "fasting for five days", "a bottle of vodka a day"])
def test_hunger_purging_and_drink_lead_to_help(text: str) -> None:
    assert checked(text).tier in ("soon", "today", "now")


def test_above_self_care_nothing_is_called_harmless_and_no_advice_is_given() -> None:
    for text in ("numb feet for months, eyelid twitching", "one swollen calf, eyelid twitching", "chest pain, eyelid"):
        answer = checked(text)
        assert not answer.reassurance and not answer.advice
    assert checked("eyelid twitching").reassurance[0].cause == "eye-twitches"


# --- nothing is ignored, nothing is guessed silently


def test_what_is_not_known_is_said() -> None:
    answer = checked("leg cramps, blorft and quaxy", "blaa", conditions=("vogonitis",))
    assert answer.unknown == ("blorft", "quaxy", "blaa", "vogonitis")
    assert [found.symptom for found in answer.symptoms] == ["muscle-cramps"]
    assert checked("purple ears").reassurance == ()  # nobody is told that what we do not know is harmless


def test_words_that_were_not_understood_are_told() -> None:
    answer = checked("cramps since my zorblax, blorft")
    assert (answer.unknown, answer.rest) == (("blorft",), ("zorblax",))
    assert checked("my leg cramps at night, worse after work").rest == ()


def test_right_words_are_not_taken_for_slips() -> None:
    assert checked("winded after one flight of stairs", "numb on waking up").slips == ()


def test_slips_of_the_pen_are_told() -> None:
    answer = checked("constipaton and tirednes")
    assert {row.symptom for row in answer.symptoms} == {"constipation", "fatigue"}
    assert answer.slips[0].read_as == "constipation and tiredness"
    assert checked("siezure").stopped and checked("siezure").slips[0].read_as == "seizure"
    (near,) = checked(conditions=("lisinopirl",)).near
    assert "lisinopril" in near.means and not checked(conditions=("lisinopirl",)).conditions
    assert checked("waiting at the station").conditions == ()  # no medicine is ever guessed


WORDS = st.sampled_from(
    [
        *PHRASES,
        *ELSEWHERE,
        *SOON,
        "kidney disease",
        "metformin",
        "no",
        "sudden",
        ", ",
        "and",
        "\n",
        "",
        "\0",
        "ß",
        "1/2",
    ]
)
TEXTS = st.lists(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=4).map(" ".join)), max_size=4)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS)
def test_any_texts_give_an_answer_and_none_is_left_out(symptoms: list[str], conditions: list[str]) -> None:
    answer = check(symptoms, conditions, catalogue())
    told = {text for row in (*answer.symptoms, *answer.other_complaints, *answer.conditions) for text in row.texts}
    flags = (*answer.red_flags, *answer.doctor_today, *answer.doctor_soon)
    told |= {text for flag in flags for text in flag.texts} | set(answer.alarming)
    shown = " ".join((*answer.unknown, *answer.without_rule, *answer.negated)).lower()
    for text in (text.strip() for text in (*symptoms, *conditions)):
        words = [word for word in plain_words(text).split() if word not in FILLERS]
        assert not words or text in told or shown or answer.tier == "unknown" or text in PHRASES, text
    assert answer.stopped == bool(answer.red_flags)
    assert not (answer.stopped and (answer.nutrients or answer.tests or answer.watch))


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(EMERGENCIES), TEXTS, st.booleans())
def test_an_emergency_among_any_texts_stops(before: list[str], text: str, conditions: list[str], last: bool) -> None:
    said = [*before, text] if last else [text, *before]
    assert check(said, conditions, catalogue()).stopped


@pytest.mark.parametrize(("first", "second"), list(product(list(ARTICLE), ("chest pain", "slurred speech"))))
def test_a_red_flag_wins_over_every_complaint_of_the_article(first: str, second: str) -> None:
    assert checked(*ARTICLE[first], second).nutrients == ()


def test_a_long_text_is_read_in_time() -> None:
    assert checked(", ".join(["leg cramps", "blorft"] * 300)).unknown[0] == "blorft"


# --- what it says


@pytest.mark.parametrize(("nutrient", "complaint"), [(n, text) for n, texts in ARTICLE.items() for text in texts])
def test_every_complaint_of_the_article_reaches_its_nutrient_or_the_alarm(nutrient: str, complaint: str) -> None:
    answer = checked(complaint)
    assert not answer.unknown
    assert answer.tier in ("now", "today") or nutrient in pointed(answer)
    assert any(nutrient in row.article for row in catalogue().complaints.symptoms if row.symptom in _slugs(answer))


def _slugs(answer: Check) -> set[str]:
    return {row.symptom for row in answer.symptoms}


def test_why_names_the_rows_that_matched() -> None:
    answer = checked("eyelid twitching", "constipation", conditions=("metformin",))
    assert pointed(answer) == {B12: ("metformin",), MG: ("eye-twitches",), K: ("constipation",)}
    for pointer in answer.nutrients:
        assert all(reason.says for reason in pointer.why)
    assert any("Vegans" in risk for risk in answer.nutrients[0].at_risk)


def test_tests_are_asked_for_in_order_and_with_mma_and_vitamin_d() -> None:
    answer = checked("tingly toes", conditions=("lisinopril",))
    assert answer.tests == (
        "vitamin B12 with methylmalonic acid (MMA)",
        "magnesium",
        "potassium",
        "calcium",
        "vitamin D",
        "kidney function",
    )


def test_what_a_condition_changes_is_watched() -> None:
    watched = {w.nutrient: " ".join(w.says) for w in checked("cramps", conditions=("lisinopril", "warfarin")).watch}
    assert list(watched) == [MG, K, CA, D, "vitamin_k_ug"]
    assert watched[K].startswith("It must not rise without the clinician who treats you (ACE inhibitor).")
    assert "about the same from week to week (warfarin)" in watched["vitamin_k_ug"]
    watched = {w.nutrient: " ".join(w.says) for w in checked(conditions=("pernicious anaemia",)).watch}
    assert "Food alone does not bring it up" in watched[B12]


def test_other_causes_and_advice_are_said_and_most_twitches_are_called_harmless() -> None:
    answer = checked("twitches")
    assert {"dehydration", "overexertion", "stress", "potassium-lost"} <= {row.cause for row in answer.other_causes}
    assert {"fluids", "exercise", "calm", "see-somebody"} <= {row.cause for row in answer.advice}
    assert "Most twitches are harmless" in answer.reassurance[0].says


def test_nobody_is_told_that_they_lack_something_how_likely_it_is_or_how_much_to_take() -> None:
    assert "does not treat a deficiency" in NOTICE
    assert "may include supplements or injections, which a doctor decides" in NOTICE
    rows = catalogue().complaints
    texts = [*(r.why for r in rows.symptoms), *(r.note for r in rows.symptoms), *(r.says for r in rows.others)]
    texts += [*(r.says for r in rows.causes), *(r.says for r in rows.rules)]
    for text in texts:
        lower = text.lower()
        for word in ("you lack", "you have a ", "your deficiency", "probab", "likely", "%", " mg", " ug", "mcg", " iu"):
            assert word not in lower, text
