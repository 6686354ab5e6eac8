"""A pack on paper: A4, a poster and the easy-read version."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from voice.panel.easy import Easy
from voice.panel.wording import Told
from voice.web.paper import printed


def pdf(told: Told | Easy, made_at: datetime, sheet: str = "pack") -> bytes:
    """The PDF of a pack, of its "poster", or of its "easy" version."""
    return printed(f"panel/paper/{sheet}.typ", asdict(told), made_at)
