"""From a child's words on a tablet to the page of the youth panel."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from tests.build import a_link, a_response, a_worker
from tests.chromium import Opener
from tests.served import Served
from voice.answers.models import Response
from voice.figures.cube import fingerprint
from voice.panel import packs
from voice.people.models import Membership, Role, Worker
from voice.questions.kinds import Tier
from voice.safety.models import Alert
from voice.storage import trail
from voice.storage.types import now
from voice.themes import quarters
from voice.themes.run import code_pending

pytestmark = pytest.mark.browser

TABLET = {"width": 810, "height": 1080}
NOBODY_LISTENS = "لا أحد يستمع إلي"


def _borough(server: Served) -> str:
    """A link for young people, an officer and a member of the panel; the link's token."""
    with server.session() as session, session.begin():
        token = a_link(session, "GS-P", Tier.OLDER).token
        for role in (Role.OFFICER, Role.DUTY, Role.PANEL_MEMBER, Role.PANEL_FACILITATOR):
            a_worker(session, role)
        return token


def _others_answer(server: Served, count: int) -> None:
    with server.session() as session:
        for number in range(count):
            said = "Nobody listens to me." if number % 2 else "My social worker listens to me."
            a_response(session, server.keystore, said, sent=now())


def _let_the_quarter_pass(server: Served) -> None:
    """Everything was sent in the last quarter that is whole."""
    last = quarters.whole(now().date())[0]
    noon = datetime.combine(last.since + timedelta(days=20), time(12), UTC)
    with server.session() as session, session.begin():
        session.execute(update(Response).values(sent_at=noon, period=last.since))


def _sign_in(page: Page, server: Served, role: Role) -> None:
    page.goto(f"{server.url}/sign-in")
    page.get_by_role("button", name=f"A {role}", exact=True).click()
    page.wait_for_url(f"{server.url}/work")


def test_an_arabic_answer_without_javascript_is_heard_and_counted(
    served: Served, opener: Opener
) -> None:
    # Given a tablet on which no script runs, and a link
    token = _borough(served)
    child = opener(java_script_enabled=False, viewport=TABLET, locale="ar").new_page()
    child.goto(f"{served.url}/f/{token}?lang=ar")
    expect(child.locator("html")).to_have_attribute("dir", "rtl")

    # When a young person answers in Arabic
    child.locator("textarea[name=a-going_well]").fill(NOBODY_LISTENS)
    child.locator("input[name=share][value=yes]").check(force=True)
    child.locator("button[type=submit]").click()

    # Then she is thanked in Arabic, on the same device, without any script
    expect(child.locator("#thank-you")).to_be_visible()
    expect(child.locator("html")).to_have_attribute("lang", "ar")

    # When the worker has looked once, and others have answered too
    _others_answer(served, 24)
    assert code_pending(served.engine, served.keystore, 100) == 25
    assert code_pending(served.engine, served.keystore, 100) == 0

    # Then the officer finds her words, and the panel reads how many children were heard
    _the_officer_finds_her_words(served, opener().new_page())
    _let_the_quarter_pass(served)
    _the_panel_counts(served, opener(viewport=TABLET).new_page())


def _the_officer_finds_her_words(served: Served, staff: Page) -> None:
    """Right to left, with what was heard in them marked; and the trail says that they were read."""
    _sign_in(staff, served, Role.OFFICER)
    staff.goto(f"{served.url}/work/answers?language=ar")
    staff.locator("main a[href*='/work/answers/']").first.click()
    words = staff.locator("blockquote, .said").filter(has_text=NOBODY_LISTENS).first
    expect(words).to_be_visible()
    expect(
        staff.locator("[lang=ar][dir=rtl]").filter(has_text=NOBODY_LISTENS).first
    ).to_be_visible()
    expect(staff.locator("main mark").first).to_be_visible()
    with served.session() as session:
        acts = set(session.scalars(select(trail.TrailEntry.act)))
        assert any(act.startswith("answers.") and act != "answers.received" for act in acts), acts
        assert trail.verify(session) is None


def _two_people_publish(served: Served) -> None:
    """One makes a page of the quarter, the other lets it out."""
    quarter = quarters.whole(now().date())[0]
    with served.session() as session:
        one, other = (
            session.scalars(select(Worker).join(Membership).filter_by(role=role)).one().id
            for role in (Role.OFFICER, Role.PANEL_FACILITATOR)
        )
        args = (session, served.keystore, served.config)
        pack = packs.begin(*args, one, packs.Wanted(quarter, "youth_panel"))
        packs.propose(session, pack, one)
        shown = packs.composed(*args, pack)
        packs.publish(*args, pack, other, fingerprint(shown))
        session.commit()


def _the_panel_counts(served: Served, member: Page) -> None:
    """How many children were heard, rounded, and what most of them spoke of."""
    _two_people_publish(served)
    _sign_in(member, served, Role.PANEL_MEMBER)
    member.goto(f"{served.url}/panel")
    shown = member.locator("main").inner_text()
    assert re.search(r"\b25\b", shown), shown
    assert "listen" in shown.lower()


def test_a_disclosure_reaches_the_duty_worker_first(served: Served, opener: Opener) -> None:
    # Given a young person who tells of being hurt
    token = _borough(served)
    _others_answer(served, 3)
    child = opener(java_script_enabled=False, viewport=TABLET).new_page()
    child.goto(f"{served.url}/f/{token}")
    child.locator("textarea[name=a-going_well]").fill("It is ok. My step dad hit me on Sunday.")
    child.locator("button[type=submit]").click()

    # Then she is shown who can help now
    expect(child.locator("#thank-you")).to_be_visible()
    expect(child.get_by_text("0800 1111").first).to_be_visible()

    # And the alert is there before anything else was done
    with served.session() as session:
        alert = session.scalars(select(Alert).filter_by(kind="harm")).first()
        assert alert is not None
        mine = alert.response_id

    # And whoever is on duty finds it on top
    staff = opener().new_page()
    _sign_in(staff, served, Role.DUTY)
    staff.goto(f"{served.url}/work/answers")
    expect(staff.locator("main a[href*='/work/answers/']").first).to_have_attribute(
        "href", re.compile(mine)
    )


def test_pressing_send_twice_keeps_one_answer(served: Served, opener: Opener) -> None:
    # Given a form that was sent, and the same form opened from the history
    token = _borough(served)
    page = opener(java_script_enabled=False).new_page()
    page.goto(f"{served.url}/f/{token}")
    ticket = page.locator("input[name=ticket]").get_attribute("value") or ""

    # When the very same form is sent three times
    for _ in range(3):
        form = {"ticket": ticket, "a-going_well": "I like my room."}
        answer = page.request.post(f"{served.url}/f/{token}", form=form)
        assert answer.status == 200
        assert 'id="thank-you"' in answer.text()

    # Then it is kept once
    with served.session() as session:
        assert len(session.scalars(select(Response)).all()) == 1
