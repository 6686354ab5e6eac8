"""The tables of answers, for other rooms to read from: they may name them in a query, no more.

Only the door makes these rows and only this room changes them; `tests/house` looks for anybody who
builds, inserts, updates or deletes one elsewhere.
"""

from __future__ import annotations

from voice.answers.models import Answer, Consent, Reply, ReplyVerdict, Response
from voice.answers.versions import Redaction, Translation

__all__ = ["Answer", "Consent", "Redaction", "Reply", "ReplyVerdict", "Response", "Translation"]
