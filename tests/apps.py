"""Apps for tests: ours in every way, but what never changes is done and measured once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import CodeType

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from voice.app import create_app
from voice.config import Config
from voice.storage.session import engine_of


class _Compiled(BytecodeCache):
    """Templates of this process; Jinja asks for them by name and by what stands in them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code
        self._known[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()
_MADE: set[Config] = set()


@contextmanager
def an_app(config: Config) -> Iterator[Flask]:
    """An app with these settings, which lets go of its files afterwards."""
    with _measured_once(config):
        made = create_app(config)
    made.testing = True
    made.jinja_env.bytecode_cache = _COMPILED
    yield made
    engine_of(made).dispose()
    made.extensions["voice.keystore"].close()


@contextmanager
def _measured_once(config: Config) -> Iterator[None]:
    """Coverage looks at the first app with these settings: the others are the same, and slow."""
    settings = replace(config, data=Path(), database_url="")
    measuring = sys.gettrace()
    if settings in _MADE:
        sys.settrace(None)
    _MADE.add(settings)
    try:
        yield
    finally:
        sys.settrace(measuring)
