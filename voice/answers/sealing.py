"""Seal and open the texts of one response with its own key."""

from __future__ import annotations

from collections.abc import Sequence

from voice.answers.models import Answer, Response
from voice.storage.keys import Place, open_sealed, seal
from voice.storage.keystore import Keystore, LostKey


def seal_text(key: bytes, response: Response, column: str, text: str) -> bytes | None:
    """A text sealed to its place in this response; None for no text."""
    return seal(key, text.encode(), _place(response, column)) if text else None


def open_text(key: bytes, response: Response, column: str, envelope: bytes | None) -> str:
    """The text that `seal_text` sealed; an empty string where there is none."""
    if envelope is None:
        return ""
    return open_sealed(key, envelope, _place(response, column)).decode()


def has_words(response: Response, answer: Answer) -> bool:
    """Whether anything was written, or typed of a recording."""
    typed = any(each.question == answer.question for each in response.transcripts)
    return answer.text is not None or typed


def open_words(key: bytes, response: Response, question: str, written: bytes | None) -> str:
    """All that was said to a question: what was written, then what was typed of a recording.

    Whatever was typed later stands after the rest, so that places in the text stay what they are.
    """
    first = open_text(key, response, f"answers.text.{question}", written)
    typed = (
        open_text(key, response, f"transcripts.text.{each.id}", each.text)
        for each in response.transcripts
        if each.question == question
    )
    return "\n".join(filter(None, (first, *typed)))


def seal_bytes(key: bytes, response: Response, column: str, plain: bytes) -> bytes:
    """Bytes sealed to their place in this response."""
    return seal(key, plain, _place(response, column))


def open_bytes(key: bytes, response: Response, column: str, envelope: bytes) -> bytes:
    """The bytes that `seal_bytes` sealed."""
    return open_sealed(key, envelope, _place(response, column))


def keys_of(keystore: Keystore, responses: Sequence[Response]) -> dict[str, bytes]:
    """Keys by response, without those that were erased; one look into the store unless one was."""
    try:
        found = keystore.find_all([each.key_id for each in responses])
        return {each.id: found[each.key_id] for each in responses}
    except LostKey:
        if len(responses) == 1:
            return {}
        half = len(responses) // 2
        return keys_of(keystore, responses[:half]) | keys_of(keystore, responses[half:])


def _place(response: Response, column: str) -> Place:
    table, _, name = column.partition(".")
    return Place(table, name, response.id, response.key_id)
