"""What this room knows of a response: its columns by name alone, because the door lies above."""

from __future__ import annotations

from sqlalchemy import column, table

from voice.storage.types import Codes, UtcTime, Words

#: Only these; the words themselves are opened by the answers room, which traces it.
responses = table(
    "responses",
    column("id", Words()),
    column("key_id", Words()),
    column("set_key", Words()),
    column("tier", Words()),
    column("language", Words()),
    column("team_id"),
    column("channel", Words()),
    column("company", Codes()),
    column("sent_at", UtcTime()),
    column("received_at", UtcTime()),
)
