"""Which evidence an address asks for."""

from __future__ import annotations

from collections.abc import Mapping

from voice.themes.evidence import WAYS, Asked
from voice.themes.splits import Split


def asked(key: str, query: Mapping[str, str]) -> Asked:
    """The evidence of this theme that an address names; what does not exist is left out."""
    way, band = query.get("way", ""), query.get("feeling", "")
    return Asked(
        theme=key,
        way=way if way in WAYS else WAYS[0],
        band=band if band in Split().counts else None,
    )
