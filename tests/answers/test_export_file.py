"""What is in the file of an export, and what never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from tests.answers.exporting import Desk, clock, desk, kept, officer, rows, second
from tests.build import SENT, a_team, a_worker, an_arrival
from tests.web.test_sheets import PAYLOADS
from voice.answers import exports
from voice.answers.agreement import Person
from voice.answers.arrival import Given, Wishes
from voice.answers.listing import listing
from voice.answers.models import Response
from voice.answers.read import mark_read
from voice.answers.receive import receive
from voice.answers.wanted import STATES, Wanted
from voice.people.models import Membership, Role
from voice.questions.kinds import State, Tier
from voice.questions.publish import newest, worded
from voice.safety.models import Alert
from voice.storage.types import now

__all__ = ["clock", "desk", "officer", "second"]
ABOUT = "My social worker shouts at me and I want to complain about him"
CONTACT = "07700 900123"


def test_the_file_holds_what_was_said_chosen_agreed_and_how_it_came(
    desk: Desk, officer: Person
) -> None:
    team = a_team(desk.session)
    wishes = Wishes(share="yes", answer="contact", contact=CONTACT)
    polish = kept(desk, "Lubię ją", language="pl", team=team, company=("parent",), wishes=wishes)
    kept(desk, "I like my school", set_key="GS-Y", tier=Tier.MIDDLE, under="worries",
         sent=SENT + timedelta(hours=1))  # fmt: skip
    first, other = desk.taken(officer)
    assert first["Answer"] == polish
    assert (first["Form"], first["Language"], first["Team"]) == ("GS-P", "pl", "North")
    assert first["Who was there"] == "a parent or carer was there"
    assert first["Sharing"] == "May be shared, without a name"
    words = [name for name, cell in first.items() if cell == "Lubię ją"]
    assert len(words) == 1
    assert words[0].startswith("GS-P: ")
    assert words[0].endswith("(own words)")
    assert "I like my school" in other.values()
    assert "Skipped" in other.values()
    assert CONTACT not in str(first)


def test_each_form_has_a_sheet_of_its_own_with_its_own_questions(
    desk: Desk, officer: Person, second: Person
) -> None:
    kept(desk, "one")
    kept(desk, "two", set_key="GS-Y", tier=Tier.MIDDLE, under="worries")
    asked = desk.ask(officer)
    desk.agree(second, asked)
    file = desk.fetch(officer, asked, "xlsx")
    assert file.name.endswith(".xlsx")
    book = load_workbook(BytesIO(file.body))
    assert book.sheetnames == ["GS-P", "GS-Y", "About this file"]
    assert [book[name].max_row - 1 for name in book.sheetnames[:2]] == [1, 1]
    said = {cell.value for row in book["GS-P"].iter_rows() for cell in row}
    assert "one" in said
    assert "two" not in said


def kept_everywhere(desk: Desk, texts: list[str]) -> set[str]:
    """Answers that hold a text under every question of a form, until no text is left."""
    asked = worded(desk.session, newest(desk.session, "GS-P").id, "en").questions
    for start in range(0, len(texts), len(asked)):
        here = zip(asked, texts[start : start + len(asked)], strict=False)
        given = tuple(Given(each.id, State.ANSWERED, (), text) for each, text in here)
        arrival = replace(an_arrival(desk.session, "x"), given=given)
        receive(desk.session, desk.keystore, arrival, timedelta(days=5))
    desk.session.commit()
    return {each.id for each in asked}


def test_two_hundred_formulas_in_childrens_words_stay_words(
    desk: Desk, officer: Person, second: Person
) -> None:
    texts = PAYLOADS[::2][:250]
    assert len(set(texts)) >= 200
    kept_everywhere(desk, texts)
    asked = desk.ask(officer)
    desk.agree(second, asked)
    cells = [cell for row in rows(desk.fetch(officer, asked)) for cell in row.values()]
    safe = {text: {text, f"'{text}"} for text in texts}
    assert [text for text, either in safe.items() if not either & set(cells)] == []
    assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))] == []
    book = load_workbook(BytesIO(desk.fetch(officer, asked, "xlsx").body))
    kinds = {cell.data_type for row in book["GS-P"].iter_rows() for cell in row if cell.value}
    assert kinds == {"s"}


def test_every_word_of_a_child_is_in_the_file_whatever_the_question(
    desk: Desk, officer: Person
) -> None:
    texts = [f"words number {place:03}." for place in range(60)]
    assert len(kept_everywhere(desk, texts)) < len(texts)
    told = str(desk.taken(officer))
    assert [text for text in texts if text not in told] == []


@pytest.mark.parametrize("state", [None, *STATES])
def test_there_are_as_many_rows_as_the_inbox_lists(
    desk: Desk, second: Person, state: str | None
) -> None:
    duty = desk.person(Role.OFFICER, None, (Role.DUTY, a_team(desk.session)))
    for place, more in enumerate(({}, {"language": "pl"}, {"language": "pl"}, {})):
        answer = kept(desk, f"number {place}", **more)
        if place in {0, 1}:
            mark_read(desk.session, answer, "worker:1")
    kept(desk, "He hits me")
    desk.session.commit()
    wanted = Wanted(state=state)
    listed = listing(desk.session, wanted, "en").total
    if not exports.count(desk.session, duty, wanted, "en").fits:
        assert state in {"late", "sample"}
        assert listed == 0
        return
    assert len(desk.taken(duty, wanted)) == listed


def test_the_file_holds_what_was_asked_for_whatever_was_read_since(
    desk: Desk, officer: Person, second: Person
) -> None:
    known, other = kept(desk, "known"), kept(desk, "other")
    mark_read(desk.session, known, "worker:1")
    desk.session.commit()
    unread, read = (
        desk.ask(officer, Wanted(state="unread")),
        desk.ask(officer, Wanted(state="read")),
    )
    for each in (unread, read):
        desk.agree(second, each)
    mark_read(desk.session, other, "worker:1")
    kept(desk, "came later")
    assert [each["Answer"] for each in rows(desk.fetch(officer, unread))] == [other]
    assert [each["Answer"] for each in rows(desk.fetch(officer, read))] == [known]


def test_an_answer_whose_alert_waits_goes_only_with_those_on_duty_for_it(desk: Desk) -> None:
    north, south = a_team(desk.session, "north"), a_team(desk.session, "south")
    calm = kept(desk, "fine", team=north)
    alarming = kept(desk, "He hits me", team=north)
    both = {calm, alarming}

    def _got(person: Person) -> set[str]:
        return {each["Answer"] for each in desk.taken(person)}

    plain = desk.person(Role.OFFICER)
    counted = exports.count(desk.session, plain, Wanted(), "en")
    assert (counted.listed, counted.rows, counted.left_out) == (2, 1, 1)
    assert _got(plain) == {calm}
    assert _got(desk.person(Role.OFFICER, None, (Role.DUTY, south))) == {calm}
    assert _got(desk.person(Role.OFFICER, None, (Role.DUTY, north))) == both
    everywhere = a_worker(desk.session, Role.OFFICER)
    everywhere.memberships.append(Membership(role=Role.DUTY))
    desk.session.commit()
    assert _got(Person.of(everywhere)) == both
    for alert in desk.session.scalars(select(Alert)):
        alert.state, alert.decision, alert.decided_at = "decided", "known", now()
    desk.session.commit()
    assert _got(plain) == both


def test_what_is_about_a_worker_is_in_no_file_of_that_workers_line(desk: Desk) -> None:
    north, south = a_team(desk.session, "north"), a_team(desk.session, "south")
    plain, about = kept(desk, "fine", team=north), kept(desk, ABOUT, team=north)
    for alert in desk.session.scalars(select(Alert)):
        alert.state, alert.decision, alert.decided_at = "decided", "known", now()
    desk.session.commit()
    near = desk.person(Role.OFFICER, None, (Role.MANAGER, north))
    far = desk.person(Role.OFFICER, None, (Role.MANAGER, south))
    reach = near.reach(None)
    assert exports.count(desk.session, near, Wanted(reach=reach), "en").listed == 1
    got = {each["Answer"] for each in desk.taken(near, Wanted(reach=reach))}
    assert got == {plain}
    assert {each["Answer"] for each in desk.taken(far)} == {plain, about}


def test_an_officer_of_one_team_takes_that_teams_answers(desk: Desk) -> None:
    north, south = a_team(desk.session, "north"), a_team(desk.session, "south")
    near = kept(desk, "near", team=north)
    kept(desk, "far", team=south)
    local = desk.person(Role.OFFICER, north)
    assert [each["Answer"] for each in desk.taken(local, Wanted(reach=local.reach(None)))] == [near]


def test_an_erased_answer_leaves_no_words_and_a_withdrawn_one_no_row(
    desk: Desk, officer: Person, second: Person
) -> None:
    gone, kept_id = kept(desk, "erased words"), kept(desk, "still here")
    asked = desk.ask(officer)
    desk.agree(second, asked)
    found = desk.session.get_one(Response, gone)
    desk.keystore.erase(found.key_id)
    told = rows(desk.fetch(officer, asked))
    assert len(told) == 2
    assert "erased words" not in str(told)
    desk.session.delete(found)
    desk.session.commit()
    assert [each["Answer"] for each in rows(desk.fetch(officer, asked))] == [kept_id]
