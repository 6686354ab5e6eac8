"""What a request stands on: this installation's settings, secret, keys and database.

They are made once, with the app; views ask for them here and nowhere else.
"""

from __future__ import annotations

from flask import current_app
from sqlalchemy import Engine

from voice.config import Config
from voice.storage.keystore import Keystore
from voice.storage.session import engine_of


def config() -> Config:
    """The settings."""
    found: Config = current_app.extensions["voice.config"]
    return found


def home() -> str:
    """The language of the house: the first one offered, which staff read."""
    return config().fallback_language


def secret() -> bytes:
    """The secret that signs tickets and keys receipts."""
    found: bytes = current_app.extensions["voice.secret"]
    return found


def keystore() -> Keystore:
    """The store of keys."""
    found: Keystore = current_app.extensions["voice.keystore"]
    return found


def engine() -> Engine:
    """The database, for what has a transaction of its own."""
    return engine_of(current_app)
