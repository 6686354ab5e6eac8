"""What a browser carries for us, sealed: it can give it back, and neither read nor change it. Pure.

Each purpose has a key of its own, made of the installation's secret, so that a parcel given for one
opens for no other.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import Any, Final

from voice.storage import keys

_PLACE: Final = keys.Place("parcel", "told", "", "derived")


def packed(secret: bytes, purpose: str, told: Any, at: datetime) -> str:
    """Anything that JSON can say, as text that fits into a cookie or a field."""
    plain = json.dumps([at.timestamp(), told]).encode()
    sealed = keys.seal(keys.derived(secret, purpose), plain, _PLACE)
    return base64.urlsafe_b64encode(sealed).decode()


def unpacked(secret: bytes, purpose: str, parcel: str, at: datetime, good_for: timedelta) -> Any:
    """What was packed; None where it was changed, is not ours for this purpose, or is too old."""
    try:
        envelope = base64.urlsafe_b64decode(parcel.encode())
        plain = keys.open_sealed(keys.derived(secret, purpose), envelope, _PLACE)
    except (ValueError, keys.CannotOpen):
        return None
    packed_at, told = json.loads(plain)
    return told if at.timestamp() - packed_at <= good_for.total_seconds() else None
