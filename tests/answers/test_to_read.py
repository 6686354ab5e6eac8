"""What waits to be read, by language, and what is late."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.build import SENT, a_response
from voice.answers import listing, to_read
from voice.answers.models import Response
from voice.answers.wanted import Wanted
from voice.storage.keystore import Keystore


def test_answers_wait_by_language_the_most_urgent_first(
    either_engine: str, session: Session, keystore: Keystore
) -> None:
    for language in ("en", "pl", "pl", "ar"):
        kept = a_response(session, keystore, "Good.", language=language)
    session.get_one(Response, kept.response_id).read_at = SENT
    session.flush()
    found = to_read.by_language(session, SENT + timedelta(days=2))
    assert [(each.language, each.waiting, each.late) for each in found] == [
        ("pl", 2, 2),
        ("en", 1, 0),
    ]
    assert not any(each.checked for each in found)
    assert found[0].next_due == SENT + timedelta(days=1)


def test_the_inbox_counts_what_is_late_and_what_was_drawn(
    session: Session, keystore: Keystore
) -> None:
    for _ in range(3):
        kept = a_response(session, keystore, "Good.")
    for each in session.query(Response):
        each.sampled = each.id == kept.response_id
    session.flush()
    groups = listing.groups(session, Wanted(), "en")
    assert (groups.late, groups.unread, groups.sample) == (3, 3, 1)
