"""An answer as the safety room shows it round an alert; its opening is traced like any other."""

from __future__ import annotations

from sqlalchemy import Engine

from voice.answers.opened import OpenedAnswer
from voice.answers.read import open_response
from voice.safety.context import Context, Said
from voice.storage.keystore import Keystore


def open_for_alert(engine: Engine, keystore: Keystore, response_id: str, reader: str) -> Context:
    """The words of one response; NoSuchResponse."""
    opened = open_response(engine, keystore, response_id, reader)
    return Context(
        said=tuple(_said(each) for each in opened.said),
        channel=opened.channel,
        taps=opened.taps,
        alone=opened.alone,
        received_at=opened.received_at,
        contact=opened.wishes.contact,
        gone=opened.gone,
    )


def _said(answer: OpenedAnswer) -> Said:
    return Said(
        question=answer.question.id,
        asked=answer.question.text,
        english=answer.english,
        text=answer.text,
        chosen=tuple(option.text for option in answer.chosen),
        spoken=answer.spoken,
        drawing=answer.drawing,
    )
