"""Every page of staff and panel that needs no argument, and one of each that does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.borough import Borough
from tests.browser.check import Watch, check_page
from tests.chromium import Opener
from voice.app import create_app
from voice.config import Config
from voice.people.models import Role
from voice.people.permissions import MAY

pytestmark = pytest.mark.browser

#: In whose eyes a page is looked at, first come first served.
EYES = (
    Role.OFFICER,
    Role.PANEL_MEMBER,
    Role.GOVERNANCE,
    Role.ADMIN,
    Role.DUTY,
    Role.WORKER,
    Role.PANEL_FACILITATOR,
)


def _guard(app: Flask, endpoint: str) -> str:
    return str(getattr(app.view_functions[endpoint], "guard", ""))


@pytest.fixture(scope="session")
def plain_pages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Role]]:
    """Paths of pages without arguments, and who may open them."""
    app = create_app(Config(data=tmp_path_factory.mktemp("map"), demo=True, https=False))
    return [
        (rule.rule, next(role for role in EYES if role in MAY[_guard(app, rule.endpoint)]))
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
        if _guard(app, rule.endpoint) in MAY
    ]


def _faults(
    visited: Borough, opener: Opener, role: Role | None, addresses: list[str]
) -> dict[str, list[str]]:
    """What is wrong with these pages, looked at with axe and then under their own policy."""
    looks: tuple[tuple[bool, Callable[[Page, Watch], list[str]]], ...] = (
        (True, lambda page, _: check_page(page)),
        (False, lambda _, watch: watch.complaints),
    )
    found: dict[str, list[str]] = {}
    for bypass, look in looks:
        page = opener(bypass_csp=bypass).new_page()
        if role:
            visited.sign_in(page, role)
        for path in addresses:
            watch = Watch(page)
            answer = page.goto(visited.server.url + path)
            assert answer is not None
            assert answer.status == 200, path
            if faults := look(page, watch):
                found.setdefault(path, []).extend(faults)
    return found


def test_the_sign_in_page_is_whole(visited: Borough, opener: Opener) -> None:
    assert _faults(visited, opener, None, ["/sign-in"]) == {}


@pytest.mark.parametrize("role", EYES)
def test_every_page_without_arguments_is_whole(
    visited: Borough, opener: Opener, plain_pages: list[tuple[str, Role]], role: Role
) -> None:
    mine = [path for path, owner in plain_pages if owner is role]
    home = [] if role is Role.OFFICER else ["/work"]
    assert _faults(visited, opener, role, [*mine, *home]) == {}


def test_one_answer_is_whole(visited: Borough, opener: Opener) -> None:
    assert _faults(visited, opener, Role.OFFICER, [f"/work/answers/{visited.answer}"]) == {}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.GOVERNANCE])
def test_an_export_is_whole_for_whoever_asked_and_for_the_second_person(
    visited: Borough, opener: Opener, role: Role
) -> None:
    page = f"/work/exports/{visited.export}"
    assert _faults(visited, opener, role, [page]) == {}


@pytest.mark.parametrize("query", ["?state=look", "?state=foreign", "?language=ar", "?page=2"])
def test_the_inbox_is_whole_however_it_is_filtered(
    visited: Borough, opener: Opener, query: str
) -> None:
    assert _faults(visited, opener, Role.OFFICER, [f"/work/answers{query}"]) == {}


def test_the_evidence_of_a_theme_is_whole(visited: Borough, opener: Opener) -> None:
    paths = [f"/work/themes/{theme}" for theme in ("listened", "worker", "not_assigned")]
    assert _faults(visited, opener, Role.OFFICER, paths) == {}


def test_the_desk_is_whole_where_it_is_about_one_thing(visited: Borough, opener: Opener) -> None:
    code, answer = "/work/themes/codebook/code", f"/work/answers/{visited.answer}"
    addresses = [
        *(f"{code}/listened{act}" for act in ("", "/words", "/phrases", "/merge", "/split")),
        f"{code}/local_pets",
        "/work/themes/codebook/undo/1",
        f"/work/themes/answers/{visited.answer}?state=unread",
        f"{answer}/redact/going_well",
        "/work/quotes?theme=listened",
        f"/work/rounds/{visited.panel_round}",
        "/work/packs/1",
    ]
    page = opener(bypass_csp=True).new_page()
    visited.sign_in(page, Role.OFFICER)
    found = {path: check_page(_opened(page, visited.server.url + path)) for path in addresses}
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_a_change_of_the_codebook_is_whole_before_it_is_made(
    visited: Borough, opener: Opener
) -> None:
    page = opener(bypass_csp=True).new_page()
    visited.sign_in(page, Role.OFFICER)
    _opened(page, f"{visited.server.url}/work/themes/codebook/new")
    page.locator("[name=title]").fill("Long drives")
    page.locator("[name=line]").fill("How far it is to see somebody.")
    page.locator("[name=phrases]").fill("my brother")
    page.get_by_role("button", name="See what it would move").click()
    page.get_by_role("button", name="Make this change").wait_for()
    assert check_page(page) == []


def _opened(page: Page, address: str) -> Page:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    return page


@pytest.mark.parametrize("language", ["ar", "pl", "so"])
def test_the_panel_reads_its_page_in_its_own_language(
    visited: Borough, opener: Opener, language: str
) -> None:
    page = opener(bypass_csp=True, locale=language).new_page()
    visited.sign_in(page, Role.PANEL_MEMBER)
    page.goto(f"{visited.server.url}/panel?lang={language}")
    faults = check_page(page, lang=language, direction="rtl" if language == "ar" else "ltr")
    assert faults == []


def test_a_page_that_is_not_there_is_whole(visited: Borough, opener: Opener) -> None:
    page = opener(bypass_csp=True).new_page()
    visited.sign_in(page, Role.OFFICER)
    answer = page.goto(f"{visited.server.url}/work/nothing")
    assert answer is not None
    assert answer.status == 404
    assert check_page(page) == []


def test_single_keys_can_be_turned_off_and_stay_off(visited: Borough, opener: Opener) -> None:
    page = opener().new_page()
    visited.sign_in(page, Role.OFFICER)
    here = f"{visited.server.url}/work/answers/{visited.answer}?state=all"

    def is_heard() -> bool:
        page.goto(here)
        page.evaluate(
            """document.querySelector('[data-page-key="t"]').addEventListener("click", (event) => {
                event.preventDefault();
                document.title = "heard";
            })"""
        )
        page.locator("body").press("t")
        return page.title() == "heard"

    assert is_heard()
    page.get_by_role("button", name="Turn these keys off").click()
    assert not is_heard()
    page.get_by_role("button", name="Turn these keys on").click()
    assert is_heard()
