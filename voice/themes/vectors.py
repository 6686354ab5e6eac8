"""Keep what the sentences of an answer mean: nothing is made twice, and answers can be compared.

The vectors of one answer lie in one row, sealed like its words by the same key: whoever cannot open
the words cannot open these either. The whole comment comes first, then its sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from voice.answers.kept import Response
from voice.answers.sealing import has_words, keys_of, open_bytes, seal_bytes
from voice.i18n.words import LONGEST
from voice.storage.keystore import Keystore
from voice.themes.meaning import MODEL_ID, WIDTH
from voice.themes.models import Vector
from voice.themes.recent import mark_of

if TYPE_CHECKING:
    from voice.themes.learning import Row
    from voice.themes.meaning import Meaning

#: Bytes of a fingerprint, and of a vector in half precision behind it.
_MARK = 32
_SIZE = _MARK + 2 * WIDTH

#: Vectors by the fingerprint of their text (`recent.mark_of`).
Marked = Mapping[str, "Row"]


class Notes:
    """The vectors of one batch: those that are kept, and those that were used while reading."""

    def __init__(
        self,
        session: Session,
        keystore: Keystore,
        responses: Sequence[Response],
        learnt: Meaning | None,
    ) -> None:
        self._learnt = learnt
        self._keys = keys_of(keystore, responses) if learnt and responses else {}
        self._kept = of(session, self._keys, responses) if learnt else {}
        self._new: dict[str, list[Vector]] = {}

    @contextmanager
    def taken(self, response: Response, question: str, text: str) -> Iterator[None]:
        """Note what is used while one answer is read."""
        if self._learnt is None or not text:
            yield
            return
        with self._learnt.noting(self._kept.get((response.id, question), {})) as used:
            yield
        whole = mark_of(text[:LONGEST])
        if whole in used:
            plain = packed(used, whole)
            sealed = seal_bytes(self._keys[response.id], response, _column(question), plain)
            row = Vector(response_id=response.id, question=question, model=MODEL_ID, sealed=sealed)
            self._new.setdefault(response.id, []).append(row)

    def of(self, response_id: str) -> tuple[Vector, ...]:
        """What is to be kept of this response."""
        return tuple(self._new.get(response_id, ()))


def packed(vectors: Marked, first: str) -> bytes:
    """The vectors as bytes, the one with this mark before the others; it must be there."""
    import numpy as np

    order = [first, *(mark for mark in vectors if mark != first)]
    return b"".join(
        bytes.fromhex(mark) + vectors[mark].astype(np.float16).tobytes() for mark in order
    )


def unpacked(packed: bytes) -> dict[str, Row]:
    """What `packed` packed, in its order."""
    import numpy as np

    found: dict[str, Row] = {}
    for at in range(0, len(packed), _SIZE):
        half = np.frombuffer(packed, np.float16, WIDTH, at + _MARK)
        found[packed[at : at + _MARK].hex()] = half.astype(np.float32)
    return found


def of(
    session: Session, keys: Mapping[str, bytes], responses: Sequence[Response]
) -> dict[tuple[str, str], dict[str, Row]]:
    """The vectors that are kept of these responses, by response and question."""
    return {place: unpacked(plain) for place, plain in _opened(session, keys, responses)}


def _opened(
    session: Session, keys: Mapping[str, bytes], responses: Sequence[Response]
) -> Iterator[tuple[tuple[str, str], bytes]]:
    asked = {each.id: each for each in responses if each.id in keys}
    # Columns, not rows of the model: there may be thousands.
    kept = select(Vector.response_id, Vector.question, Vector.sealed)
    rows = kept.where(Vector.response_id.in_(asked), Vector.model == MODEL_ID)
    for response_id, question, sealed in session.execute(rows):
        plain = open_bytes(keys[response_id], asked[response_id], _column(question), sealed)
        yield (response_id, question), plain


def whole(
    session: Session, keys: Mapping[str, bytes], responses: Sequence[Response]
) -> dict[tuple[str, str], Row]:
    """The vector of each whole comment, by response and question."""
    return {
        place: next(iter(unpacked(plain[:_SIZE]).values()))
        for place, plain in _opened(session, keys, responses)
    }


def of_places(
    session: Session, keystore: Keystore, places: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Row]:
    """The vectors of these whole comments, by response and question, where any are kept."""
    ids = {response_id for response_id, _ in places}
    responses = list(session.scalars(select(Response).where(Response.id.in_(ids))))
    return whole(session, keys_of(keystore, responses), responses) if responses else {}


def replace(session: Session, responses: Mapping[str, Response], rows: Iterable[Vector]) -> None:
    """Keep these vectors of these responses and no others; none of words erased meanwhile."""
    session.execute(delete(Vector).where(Vector.response_id.in_(responses)))
    left = {
        (each.id, answer.question)
        for each in responses.values()
        for answer in each.answers
        if has_words(each, answer)
    }
    session.add_all(row for row in rows if (row.response_id, row.question) in left)


def _column(question: str) -> str:
    return f"vectors.sealed.{question}"
