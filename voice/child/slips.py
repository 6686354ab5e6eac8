"""The printed slip: eight digits that open a form, and a picture that a phone can read."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

import segno
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from voice.child.models import Link

LASTS: Final = timedelta(days=14)
_DIGITS: Final = 8


def give_code(session: Session, link: Link) -> str:
    """The link's eight digits, made on first use; from then on the link ends after 14 days."""
    while link.code is None:
        code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
        if find(session, code) is None:
            link.code = code
            link.closes_at = min(filter(None, (link.closes_at, link.made_at + LASTS)))
            session.flush()
    return link.code


def find(session: Session, typed: str) -> Link | None:
    """The link with these digits, however they are typed."""
    code = "".join(str(int(each)) for each in typed if each.isdecimal())
    return session.scalar(select(Link).filter_by(code=code)) if len(code) == _DIGITS else None


def spaced(code: str) -> str:
    """The digits as they are easiest to read."""
    return f"{code[:4]} {code[4:]}"


def until(link: Link, at: datetime) -> datetime:
    """The last moment of a slip."""
    return link.closes_at or at + LASTS


def qr(address: str) -> Markup:
    """An address as a picture for a phone's camera: SVG of our own making, without style."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=1, border=4, omitsize=True, lineclass=None, svgclass="qr", dark="#000", light="#fff"
    )
    return Markup(drawn)  # noqa: S704 - digits and paths drawn by the library, no text of anybody's
