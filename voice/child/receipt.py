"""Keep which answer a picture receipt belongs to, without keeping the receipt.

Stored is a slow hash (scrypt, keyed with the app's secret): whoever holds the database learns
nothing from it, and every look-up, right or wrong, costs the same.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voice.child.models import ReceiptMark
from voice.child.pictures import Receipt, drawn

#: About 15 ms and 4 MB a look-up: 37 bits of it are some 65 years of one processor.
_COST: Final = 2**12
_TURNS: Final = 4


def mark(receipt: Receipt, secret: bytes) -> str:
    """What is stored of a receipt."""
    salt = hmac.digest(secret, b"voice.child.receipt", "sha256")
    return hashlib.scrypt(receipt.told(), salt=salt, n=_COST, r=8, p=1, dklen=32).hex()


def give(session: Session, secret: bytes, seed: str, response_id: str) -> Receipt | None:
    """The receipt of this response, the same however often it is asked for.

    None in the unheard-of case that other children hold every receipt of this seed.
    """
    for turn in range(_TURNS):
        receipt = drawn(seed, turn)
        if keep(session, secret, receipt, response_id):
            return receipt
    return None


def keep(session: Session, secret: bytes, receipt: Receipt, response_id: str) -> bool:
    """Tie a receipt to a response; False where it is another's."""
    digest = mark(receipt, secret)
    known = session.get(ReceiptMark, digest)
    if known is not None:
        return known.response_id == response_id
    try:
        with session.begin_nested():
            session.add(ReceiptMark(digest=digest, response_id=response_id))
    except IntegrityError:
        return False
    return True


def find(session: Session, secret: bytes, receipt: Receipt | None) -> str | None:
    """The response that a receipt belongs to; a wrong one costs as much as a right one."""
    digest = mark(receipt or drawn("nobody's"), secret)
    known = session.scalar(select(ReceiptMark.response_id).filter_by(digest=digest))
    return known if receipt is not None else None


def forget(session: Session, response_id: str) -> None:
    """Let every receipt of a response lead nowhere."""
    session.execute(delete(ReceiptMark).where(ReceiptMark.response_id == response_id))
