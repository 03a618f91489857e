"""The page Saved: keeps and opens on one's own machine; of somebody else's, nobody sees anything."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import SECONDS, _holds_up, _page, _said

from planner.request import PlanRequest
from planner.store import NAME, Store
from planner.store.home import keep_pantry, keep_prices, kept_pantry, kept_prices
from planner.store.weeks import dishes_in
from planner.tables.catalogue import load_catalogue
from planner.ui import own_data, saved_home

LOCAL = {"Host": "localhost:8501"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As `make app` starts it, looked at from the same machine."""
    monkeypatch.setenv("STEADYPLATE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv(own_data.ONE_PERSON, "1")
    monkeypatch.setattr(own_data, "is_from_here", lambda: True)
    return tmp_path / "data"


def _click(page: AppTest, key: str) -> AppTest:
    next(button for button in page.button if button.key == key).click()
    page.run()
    _holds_up(page)
    return page


def _keys(page: AppTest) -> set[str]:
    return {str(button.key) for button in page.button}


@pytest.mark.parametrize(
    ("address", "headers", "here"),
    [
        (None, LOCAL, True),
        (None, {"host": "127.0.0.1:8501"}, True),
        (None, {"Host": "[::1]:8501"}, True),
        (None, {"Host": "[::1]"}, True),
        (None, {"Host": "localhost"}, True),
        ("::ffff:127.0.0.1", LOCAL, True),  # IPv4 at a socket for both kinds
        ("127.0.0.2", LOCAL, True),
        (None, {}, False),
        ("::ffff:192.168.0.7", LOCAL, False),
        ("nonsense", LOCAL, False),
        ("192.168.0.7", LOCAL, False),
        (None, {"Host": "plates.example.org"}, False),
        (None, {"Host": "localhost.example.org:80"}, False),
        (None, LOCAL | {"X-Forwarded-For": "203.0.113.9"}, False),
        (None, LOCAL | {"forwarded": "for=203.0.113.9"}, False),
    ],
)
def test_only_a_browser_on_this_machine_is_from_here(
    address: str | None, headers: dict[str, str], here: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = SimpleNamespace(ip_address=address, headers=headers)
    monkeypatch.setattr(own_data, "st", SimpleNamespace(context=context))
    assert own_data.is_from_here() is here
    monkeypatch.delenv(own_data.ONE_PERSON, raising=False)
    assert own_data.folder() is None  # a server for several people keeps nothing for anybody


def test_a_shared_server_offers_a_file_and_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store(folder).save_profile("Somebody Else", PlanRequest())
    for name, value in ((own_data.ONE_PERSON, "0"), ("is_from_here", False)):
        with monkeypatch.context() as patch:
            if name == "is_from_here":
                patch.setattr(own_data, name, lambda: False)
            else:
                patch.setenv(name, value)
            page = _page("saved")
            _holds_up(page)
            assert "Nothing is kept here" in _said(page) and "Somebody Else" not in _said(page)
            assert not any(key.startswith("saved-") for key in _keys(page))
            assert own_data.folder() is None


def test_looking_makes_no_file(folder: Path) -> None:
    page = _page("saved")
    _holds_up(page)
    assert not folder.exists() and "until you ask for it" in _said(page)


def test_a_week_is_kept_opened_not_repeated_and_deleted(folder: Path) -> None:
    page = _click(_page("saved", days="2"), "saved-keep-week")
    (week,) = Store(folder).history()
    assert week.days == 2 and "Week 1" in _said(page)
    _click(page, "saved-keep-week")
    assert len(Store(folder).history()) == 1  # the very same week is kept once
    dishes = dishes_in(Store(folder).week(1))
    other = _click(_page("saved"), "saved-open-1")
    assert other.session_state.choices.week == dishes and other.session_state.choices.request.days == 2
    _click(other, "saved-other-1")
    request = other.session_state.choices.request
    assert {dish for dish, _ in request.not_again} == {dish.pattern for dish in dishes}
    other.run()  # the browser goes to My week, here the page stays
    _click(other, "saved-keep-week")
    assert len(Store(folder).history()) == 2 and "of the target" in _said(other)
    assert "not_again" in other.query_params
    _click(other, "saved-delete-1")
    assert [week.number for week in Store(folder).history()] == [2]


def test_a_name_keeps_who_somebody_is_and_not_what_they_eat_now(folder: Path) -> None:
    Store(folder).save_profile("Pat", PlanRequest())  # and becomes somebody else now
    page = _page("saved", diet="vegetarian", age="50", eats="kale", days="1", home="lentils=500")
    next(box for box in page.selectbox if box.key == "saved-for").select("Pat")
    _click(page, "saved-keep-week")
    profile = Store(folder).profile("Pat")
    assert profile is not None and (profile.diet, profile.person.age) == ("vegetarian", 50)
    assert profile.eats == () and profile.at_home == ()
    assert '"eats": ["kale"]' not in json.dumps(Store(folder).everything())
    other = _click(_page("saved"), "saved-plan-Pat")
    assert other.session_state.choices.request.diet == "vegetarian"
    _click(other, "saved-forget-Pat")
    assert Store(folder).profiles() == ()


def test_what_is_at_home_and_prices_go_both_ways(folder: Path) -> None:
    page = _page("saved", days="1", home="lentils=500", price="kale:0.3")
    _click(_click(page, "saved-keep-pantry"), "saved-keep-prices")
    store = Store(folder)
    assert kept_prices(store) == {"kale": 0.3} and kept_pantry(store)[0].food == "lentils"
    _click(page, "saved-keep-week")
    opened = _click(_page("saved"), "saved-open-1")
    assert opened.session_state.choices.prices == (("kale", 0.3),)
    other = _click(_click(_page("saved", days="1"), "saved-use-pantry"), "saved-use-prices")
    choices = other.session_state.choices
    assert choices.request.at_home[0].amount == 500 and choices.prices == (("kale", 0.3),)
    _click(_click(other, "saved-forget-pantry"), "saved-forget-prices")
    assert kept_prices(store) == {} and kept_pantry(store) == ()


def test_what_is_bought_is_kept_from_the_shopping_list(folder: Path) -> None:
    page = _page("shopping", days="1")
    assert "home-keep" not in _keys(page)
    box = next(box for box in page.checkbox if str(box.key).startswith("tick-"))
    box.check()
    page.run()
    _click(_click(page, "home-bought"), "home-keep")
    assert [each.food for each in kept_pantry(Store(folder))] == [str(box.key).removeprefix("tick-")]
    assert "home-keep" not in _keys(page)


def _delete_script(place: str) -> None:
    from pathlib import Path

    from planner.ui import frame, saved_home, session

    session.start()
    frame.header("Delete", "as its dialog shows it")
    saved_home.ask_to_delete(Path(place))


def test_everything_is_taken_along_and_deleted_after_a_question(folder: Path) -> None:
    keep_prices(Store(folder), {"kale": 0.3})
    assert json.loads(saved_home._exported(folder))["items"][0]["value"] == 0.3
    page = _click(_page("saved", days="1"), "saved-delete-all")
    assert (folder / NAME).is_file()  # it only asks
    ask = AppTest.from_function(_delete_script, args=(str(folder),), default_timeout=SECONDS).run()
    next(button for button in ask.button if button.key == "saved-delete-no").click()
    ask.run()
    assert (folder / NAME).is_file()
    next(button for button in ask.button if button.key == "saved-delete-yes").click()
    ask.run()
    assert not (folder / NAME).exists()
    page.run()
    _holds_up(page)


def test_the_switch_under_me_takes_the_kept_week_else_the_shown_one(folder: Path) -> None:
    page = _page("", days="1")
    shown = {meal.pattern for day in page.session_state.plan.days for meal in day.meals}
    me = _page("me", days="1")
    me.session_state.plan = page.session_state.plan
    next(each for each in me.toggle if each.key == "me-other-dishes").set_value(True)
    me.run()
    assert {dish for dish, _ in me.session_state.choices.request.not_again} == shown
    next(each for each in me.toggle if each.key == "me-other-dishes").set_value(False)
    me.run()
    assert me.session_state.choices.request.not_again == ()


def test_next_week_says_how_many_dishes_come_again(folder: Path) -> None:
    page = _click(_page("", days="2"), "next-week")
    assert "dishes as in the week before" in _said(page)
    assert len(page.session_state.choices.request.not_again) > 8


def test_a_damaged_file_and_a_pantry_that_cannot_be_read_are_told(folder: Path) -> None:
    keep_pantry(Store(folder), (), load_catalogue())
    Store(folder).save_item("pantry", "lentils", "much")
    page = _page("saved", days="1")
    _holds_up(page)
    assert any("cannot be read" in str(each.value) for each in page.error)
    _holds_up(_page("shopping", days="1", home="lentils=500"))
    (folder / NAME).write_bytes(b"hello" * 1000)
    page = _page("saved", days="1")
    _holds_up(page)
    assert "was damaged" in _said(page)
