"""The page Shopping list: packages, the till, what is at home, and the list that turns into it."""

from test_pages import _holds_up, _page, _said


def test_the_list_shows_the_till_and_what_is_left() -> None:
    page = _page("shopping")
    _holds_up(page)
    said = _said(page)
    assert "At the till" in said and "the plan uses" in said
    assert any("(1 bag of 454 g)" in box.label for box in page.checkbox)
    assert any("3 days in the fridge" in text for text in said.splitlines())


def test_what_is_at_home_comes_with_the_address_is_used_and_can_be_removed() -> None:
    page = _page("shopping", home="lentils=500,spinach=200!")
    _holds_up(page)
    assert "From what is at home" in _said(page)
    things = page.session_state["choices"].request.at_home
    assert [(thing.food, thing.amount, thing.use_up) for thing in things] == [
        ("lentils", 500.0, False),
        ("spinach", 200.0, True),
    ]
    page.button(key="home-remove-lentils").click().run()
    _holds_up(page)
    assert [thing.food for thing in page.session_state["choices"].request.at_home] == ["spinach"]
    page.checkbox(key="home-use-spinach").uncheck().run()
    _holds_up(page)
    assert not page.session_state["choices"].request.at_home[0].use_up


def test_a_thing_is_added_in_packages() -> None:
    page = _page("shopping")
    food = next(box for box in page.selectbox if box.label == "Food")
    food.set_value("lentils")
    page.number_input(key="home-amount").set_value(2.0)
    page.selectbox(key="home-unit").set_value("packages")
    next(button for button in page.button if button.label == "Add to what is at home").click().run()
    _holds_up(page)
    (thing,) = page.session_state["choices"].request.at_home
    assert (thing.food, thing.amount) == ("lentils", 908.0)


def test_what_is_ticked_and_bought_is_at_home_and_the_week_stays() -> None:
    page = _page("shopping")
    before = [(item.food, item.grams) for item in page.session_state["plan"].items()]
    page.checkbox(key="tick-lentils").check().run()
    page.button(key="home-bought").click().run()
    _holds_up(page)
    (thing,) = page.session_state["choices"].request.at_home
    assert (thing.food, round(thing.amount)) == ("lentils", 454)
    assert sorted((item.food, item.grams) for item in page.session_state["plan"].items()) == sorted(before)
    assert "tick-lentils" not in {box.key for box in page.checkbox}


def test_after_the_week_is_eaten_what_is_left_over_is_at_home() -> None:
    page = _page("shopping")
    page.button(key="home-eaten").click().run()
    _holds_up(page)
    assert len(page.session_state["choices"].request.at_home) > 20
    assert page.session_state["plan"].cost_usd < 25
