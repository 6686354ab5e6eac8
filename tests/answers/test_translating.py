"""Words in another language: translated by people, beside the original, and screened."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.build import a_response, a_worker, signed_in
from voice.answers import covers, redacting, take_back, translating
from voice.answers.attachments import parse
from voice.answers.listing import groups
from voice.answers.models import Attachment, Response
from voice.answers.sealing import seal_text
from voice.answers.translating import Given, NothingToTranslate
from voice.answers.versions import Cover, Redaction, Translation
from voice.answers.wanted import Wanted
from voice.people.models import Role
from voice.safety.models import Alert
from voice.storage.keystore import Keystore
from voice.storage.trail import TrailEntry

KIND = Given("She is kind.", "interpreter", "en")


def polish(session: Session, keystore: Keystore, saying: str = "Lubię ją.") -> tuple[str, str]:
    """Words in Polish, and where they stand."""
    return a_response(session, keystore, saying, language="pl").response_id, "going_well"


def untranslated(session: Session) -> int:
    """How many answers wait for a translation."""
    return groups(session, Wanted(), "en").untranslated


def test_a_translation_stands_beside_the_words_with_who_and_when(
    session: Session, keystore: Keystore
) -> None:
    place, officer = polish(session, keystore), a_worker(session)
    a_response(session, keystore, "She is kind.")
    assert untranslated(session) == 1
    assert translating.keep(session, keystore, place, KIND, officer.id) == 0
    found = translating.translations(session, keystore, place[0])["going_well"]
    assert (found.text, found.source, found.by) == ("She is kind.", "interpreter", officer.name)
    assert redacting.words(session, keystore, place).text == "Lubię ją."
    assert untranslated(session) == 0
    entry = session.scalars(select(TrailEntry).filter_by(act="answers.translated")).one()
    assert entry.detail == {"question": "going_well", "source": "interpreter", "alerts": 0}
    kept = session.scalars(select(Translation.text)).one()
    assert kept is not None
    assert b"kind" not in kept


def test_words_may_need_no_translation(session: Session, keystore: Keystore) -> None:
    place, officer = polish(session, keystore, "She is kind."), a_worker(session)
    translating.keep(session, keystore, place, Given("", "none", "en"), officer.id)
    assert untranslated(session) == 0
    assert translating.translations(session, keystore, place[0])["going_well"].text == ""
    assert translating.translations(session, keystore, "nobody") == {}


@pytest.mark.parametrize(
    "given", [Given("", "officer", "en"), Given("x", "none", "en"), Given("x", "robot", "en")]
)
def test_a_translation_without_words_is_refused(
    session: Session, keystore: Keystore, given: Given
) -> None:
    with pytest.raises(ValueError, match="needs words"):
        translating.keep(session, keystore, polish(session, keystore), given, 1)
    with pytest.raises(NothingToTranslate):
        translating.keep(session, keystore, (polish(session, keystore)[0], "x"), given, 1)


def test_what_only_the_translation_shows_raises_an_alert_once(
    session: Session, keystore: Keystore
) -> None:
    place, officer = polish(session, keystore, "Nie lubię tam być."), a_worker(session)
    before = session.scalars(select(Alert).filter_by(response_id=place[0])).all()
    assert [each.kind for each in before] == []
    hits = Given("Dad hit me there.", "officer", "en")
    assert translating.keep(session, keystore, place, hits, officer.id) == 1
    (alert,) = session.scalars(select(Alert).filter_by(response_id=place[0])).all()
    assert (alert.kind, alert.source, alert.span) == ("harm", "translation", None)
    assert translating.keep(session, keystore, place, hits, officer.id) == 0


def test_a_new_translation_opens_the_redaction_again(session: Session, keystore: Keystore) -> None:
    place, officer = polish(session, keystore), a_worker(session)
    redacting.keep(session, keystore, place, (), (), officer.id)
    redacting.finish(session, place, officer.id, ())
    translating.keep(session, keystore, place, KIND, officer.id)
    done = redacting.redacted(session, keystore, place)
    assert done is not None
    assert done.finished_at is None
    with pytest.raises(redacting.NotRedacted):
        redacting.finish(session, (place[0], "make_better"), officer.id, ())
    with pytest.raises(redacting.NoWords):
        redacting.words(session, keystore, (place[0], "make_better"))
    assert redacting.redacted(session, keystore, ("nobody", "x")) is None


def test_what_people_made_goes_with_what_a_child_takes_back(
    session: Session, keystore: Keystore
) -> None:
    kept = a_response(session, keystore, "Dad hit me.", language="pl")
    place, officer = (kept.response_id, "going_well"), a_worker(session)
    translating.keep(session, keystore, place, KIND, officer.id)
    redacting.keep(session, keystore, place, (), (), officer.id)
    session.add(
        Cover(response_id=place[0], question="x", boxes=[], by=officer.id, at=officer.created_at)
    )
    session.commit()
    take_back.take_back(session, keystore, place[0])
    for made in (Translation, Redaction, Cover):
        assert session.scalars(select(made)).all() == []


def test_lines_end_where_a_box_begins_and_nothing_is_kept_under_it(
    session: Session, keystore: Keystore
) -> None:
    place, officer = polish(session, keystore), a_worker(session)
    response = session.get_one(Response, place[0])
    strokes = "[1,[0,0,0,400,1000,0],[1,1,500,100,0,0]]"
    column, key = "attachments.strokes.going_well", keystore.find(response.key_id)
    sealed = seal_text(key, response, column, strokes)
    session.add(
        Attachment(response_id=place[0], question="going_well", kind="drawing", strokes=sealed)
    )
    session.flush()
    assert len(covers.for_others(session, keystore, place)) == 2
    covers.keep(session, place, [(400, 300, 200, 200)], officer.id)
    assert covers.boxes_of(session, place) == ((400, 300, 200, 200),)
    cut = covers.for_others(session, keystore, place)
    assert len(cut) == 3
    assert not any(" 400Q500 " in each.path or "M500 400" in each.path for each in cut)
    whole = parse("going_well", strokes)
    assert covers.lines_without(whole, [(0, 0, 1000, 800)]) == ()
    for wrong in [(0, 0, 0, 5), (900, 0, 200, 5), (-1, 0, 5, 5)]:
        with pytest.raises(covers.BadBox):
            covers.keep(session, place, [wrong], officer.id)
    with pytest.raises(LookupError):
        covers.keep(session, (place[0], "x"), [], officer.id)
    assert covers.for_others(session, keystore, (place[0], "x")) == ()


def test_an_officer_writes_a_translation_on_the_page_of_the_answer(
    client: FlaskClient, session: Session, keystore: Keystore
) -> None:
    place, officer = polish(session, keystore), a_worker(session)
    signed_in(client, session, officer)
    assert ">1</b> <span>Not yet translated" in client.get("/work/answers").text
    page = client.get(f"/work/answers/{place[0]}?state=all").text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    token = found[1] if found else ""
    address = f"/work/answers/{place[0]}/translation/going_well"
    sent = {"csrf_token": token, "translation": "", "source": "officer"}
    assert "Write the translation" in client.post(address, data=sent, follow_redirects=True).text
    sent = {**sent, "translation": "I like her.", "source": "interpreter"}
    page = client.post(address, data=sent, follow_redirects=True).text
    assert "I like her." in page
    assert "Translated by an interpreter" in page
    sent = {**sent, "translation": "Dad hit me."}
    assert "calls for a look now" in client.post(address, data=sent, follow_redirects=True).text
    signed_in(client, session, a_worker(session, Role.DUTY))
    assert client.post(address, data=sent).status_code == 403
