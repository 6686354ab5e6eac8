"""What the child's pages stand on: the settings, the secret and the keys of this installation."""

from __future__ import annotations

from flask import current_app

from voice.config import Config
from voice.storage.keystore import Keystore


def config() -> Config:
    """The settings."""
    found: Config = current_app.extensions["voice.config"]
    return found


def secret() -> bytes:
    """The secret that signs tickets and keys receipts."""
    found: bytes = current_app.extensions["voice.secret"]
    return found


def keystore() -> Keystore:
    """The store of keys."""
    found: Keystore = current_app.extensions["voice.keystore"]
    return found
