"""One question a screen: nothing moves by itself, nothing is lost, and nothing stays behind."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.borough import Borough
from tests.browser.check import Watch
from tests.browser.walk import screen, start, to, to_the_last_look
from tests.chromium import Opener
from voice.questions.kinds import Tier

pytestmark = pytest.mark.browser


def _typed(page: Page) -> str:
    boxes = page.locator("textarea, [type=text]")
    return " ".join(boxes.evaluate_all("all => all.map(each => each.value)"))


def _unsealed(page: Page) -> None:
    """Send in the browser's own way, as where there is no way to seal."""
    page.locator("#form").evaluate("each => { delete each.dataset.seal }")


def _state(page: Page) -> str:
    return str(page.evaluate("JSON.stringify(history.state)"))


def test_one_question_is_asked_at_a_time_and_choosing_moves_nothing(
    visited: Borough, page: Page
) -> None:
    start(page, visited.flow("GS-Y", Tier.YOUNGEST))
    assert screen(page).count() == 0
    to(page, "worker_listens")
    assert screen(page).count() == 1
    screen(page).get_by_text("Yes", exact=True).click()
    expect(page.locator("#q-worker_listens")).to_be_visible()
    expect(page.locator("#count")).to_have_text("2 of 6")


def test_the_heading_has_the_focus_and_the_place_is_said(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-Y", Tier.YOUNGEST))
    page.locator("#next").click()
    assert page.evaluate("document.activeElement.textContent") == "Who is with you?"
    expect(page.locator("#say")).to_have_text("1 of 6")


def test_back_is_the_browsers_back_and_loses_nothing(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-P"))
    to(page, "going_well")
    page.locator("#a-going_well").fill("My worker listens.")
    page.locator("#next").click()
    page.go_back()
    expect(page.locator("#a-going_well")).to_have_value("My worker listens.")
    page.locator("#back").click()
    expect(page.locator("#q-going_well")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#a-going_well")).to_have_value("My worker listens.")
    assert "listens" not in _state(page)
    assert "listens" not in page.url


def test_turning_the_tablet_loses_nothing(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-P"))
    to(page, "going_well")
    page.locator("#a-going_well").fill("My worker listens.")
    page.set_viewport_size({"width": 1080, "height": 810})
    expect(page.locator("#a-going_well")).to_be_visible()
    expect(page.locator("#a-going_well")).to_have_value("My worker listens.")


def test_a_question_that_makes_no_sense_is_not_asked_and_not_sent(
    visited: Borough, page: Page
) -> None:
    start(page, visited.flow("CP-P"))
    to(page, "story_had")
    page.locator("#q-story_had [value=yes]").check()
    page.locator("#next").click()
    follower = page.locator("[data-if=a-story_had]")
    expect(follower).to_be_visible()
    follower.locator("input").first.check()
    name = follower.locator("input").first.get_attribute("name")
    page.locator("#back").click()
    page.locator("#q-story_had [value=no]").check()
    page.locator("#next").click()
    expect(follower).to_be_hidden()
    assert (
        page.evaluate("name => new FormData(document.querySelector('#form')).has(name)", name)
        is False
    )


def test_a_second_tap_takes_an_answer_back(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-Y", Tier.YOUNGEST))
    to(page, "worker_listens")
    yes = screen(page).get_by_text("Yes", exact=True)
    yes.click()
    expect(page.locator("#skip")).to_have_text(re.compile("Take my answer out"))
    yes.click()
    assert page.locator("#q-worker_listens :checked").count() == 0


def test_not_wanting_to_say_and_an_answer_shut_each_other_out(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-Y", Tier.YOUNGEST))
    to(page, "feel_today")
    screen(page).get_by_text("Happy").click()
    screen(page).get_by_text("I don't want to say").click()
    values = page.locator("#q-feel_today :checked").evaluate_all(
        "all => all.map(each => each.value)"
    )
    assert values == ["_no_say"]


def test_a_starter_only_puts_in_text(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-P"))
    to(page, "going_well")
    page.locator(".chips:visible button").first.click()
    page.keyboard.type("the trip.")
    expect(page.locator("#a-going_well")).to_have_value("I liked the trip.")


def test_the_last_look_shows_every_answer_to_change_or_take_out(
    visited: Borough, page: Page
) -> None:
    start(page, visited.flow("GS-P"))
    to(page, "going_well")
    page.locator("#a-going_well").fill("My worker listens.")
    to_the_last_look(page)
    line = page.locator("#said li", has_text="My worker listens.")
    line.locator("[value=take]").click()
    expect(page.locator("#a-going_well")).to_have_value("")
    page.locator("#said [value=put]:visible").click()
    line.locator("[value=change]").click()
    page.locator("#a-going_well").fill("She listens now.")
    page.locator("#next").click()
    expect(page.locator("#said li", has_text="She listens now.")).to_be_visible()


def test_sending_ends_on_thank_you_and_back_shows_none_of_it(visited: Borough, page: Page) -> None:
    watch = Watch(page)
    start(page, visited.flow("GS-P"))
    to(page, "going_well")
    page.locator("#a-going_well").fill("Nobody may read this.")
    to_the_last_look(page)
    page.locator("button[type=submit]").click()
    page.locator("#thank-you").wait_for()
    assert watch.complaints == []
    page.go_back(wait_until="networkidle")
    assert "Nobody may read this." not in page.content()
    assert "Nobody may read this." not in _typed(page)


def test_without_internet_the_words_stay_on_the_page(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-P"))
    to(page, "going_well")
    page.locator("#a-going_well").fill("My worker listens.")
    to_the_last_look(page)
    _unsealed(page)
    page.context.set_offline(True)
    page.locator("button[type=submit]").click()
    page.locator("#over-offline button").click()
    expect(page.locator("#said li", has_text="My worker listens.")).to_be_visible()


def test_hiding_leaves_at_once_and_back_does_not_return(visited: Borough, page: Page) -> None:
    page.goto(f"{visited.server.url}/help")
    start(page, visited.flow("GS-P"))
    to(page, "going_well")
    page.locator("#a-going_well").fill("Nobody may read this.")
    page.locator("#hide").click()
    page.wait_for_url("**/hide")
    page.go_back()
    assert page.url.endswith("/help")


def test_help_opens_over_the_question_and_closes_to_it(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-Y", Tier.YOUNGEST))
    to(page, "worker_listens")
    page.locator(".land a[href='#help']").click()
    expect(page.locator("#over-help")).to_contain_text("0800 1111")
    page.keyboard.press("Escape")
    expect(page.locator("#q-worker_listens")).to_be_visible()


def test_a_shared_tablet_warns_and_then_forgets(visited: Borough, page: Page) -> None:
    page.clock.install()
    start(page, f"{visited.flow('GS-P')}&kiosk=1")
    to(page, "going_well")
    page.locator("#a-going_well").fill("Nobody may read this.")
    page.clock.run_for(91_000)
    expect(page.locator("#over-idle")).to_be_visible()
    page.evaluate("document.body.dataset.before = ''")
    # It leaves by Back and, should that take long, by itself: one of the two is given up.
    page.clock.run_for(91_000)
    expect(page.locator("body[data-before]")).to_have_count(0)
    expect(page.locator("#a-going_well")).to_have_value("")


def test_how_the_page_looks_is_kept_for_this_tab_alone(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-Y", Tier.MIDDLE))
    page.locator("#aa").click()
    page.locator("[name=door][value=words]").check()
    page.locator("[name=palette][value=dark]").check()
    page.keyboard.press("Escape")
    to(page, "worker_listens")
    expect(page.locator("#q-worker_listens .face").first).to_be_hidden()
    page.reload()
    expect(page.locator("html[data-palette=dark][data-door=words]")).to_be_attached()
    assert page.evaluate("localStorage.length") == 0


def test_only_a_voice_of_this_device_and_language_reads(visited: Borough, opener: Opener) -> None:
    voices = """(local) => {
      Object.defineProperty(window, 'speechSynthesis', {value: {
        said: [], cancel() {}, speak(each) { this.said.push(each.text) },
        getVoices: () => [
          {lang: 'ar-EG', localService: true}, {lang: 'en-GB', localService: local}]}});
      window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
    }"""
    for local in (True, False):
        page = opener().new_page()
        page.add_init_script(f"({voices})({str(local).lower()})")
        start(page, visited.flow("GS-Y", Tier.YOUNGEST))
        to(page, "worker_listens")
        expect(page.locator("#hear")).to_be_visible(visible=local)
        if local:
            page.locator("#hear").click()
            said = page.evaluate("speechSynthesis.said.join()")
            assert said.startswith("My social worker listens to me.")


def test_a_form_with_something_wrong_opens_there(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-P"))
    to(page, "going_well")
    page.locator("#a-going_well").fill("My worker listens.")
    to_the_last_look(page)
    _unsealed(page)
    page.locator("input[name=ticket]").evaluate("each => { each.value = 'spoiled' }")
    page.locator("button[type=submit]").click()
    page.locator("#problems").wait_for()
    expect(page.locator("#said li", has_text="My worker listens.")).to_be_visible()


def test_the_whole_form_can_be_answered_with_the_keyboard(visited: Borough, page: Page) -> None:
    start(page, visited.flow("GS-Y", Tier.YOUNGEST))
    for _ in range(40):
        if page.locator("#check").is_visible():
            break
        page.locator("#next").press("Enter")
    page.locator("button[type=submit]").press("Enter")
    page.locator("#thank-you").wait_for()
