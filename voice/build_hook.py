"""Compile the catalogues before a wheel is made, so that an installed Voice needs no compiler."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's hook: runs at the start of every build."""

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Write a `.mo` beside each `.po`."""
        for po in Path(self.root, "translations").glob("*/LC_MESSAGES/*.po"):
            with po.open("rb") as source, po.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(source, locale=po.parent.parent.name))
