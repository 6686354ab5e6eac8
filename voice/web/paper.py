"""Set plain values as a paper: a tagged PDF/UA-1 by Typst, the same bytes for the same values.

The words go in as JSON, so nothing that anybody wrote is ever markup. No font and no file of the
machine is used, and nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import typst

from voice import paths
from voice.web.letters import composed, put_right

_FONTS: Final = paths.STATIC / "fonts" / "paper"


def printed(template: str, told: Mapping[str, Any], made_at: datetime) -> bytes:
    """The PDF of a template under `templates/`, told these values, made at this moment."""
    made = typst.compile(
        str(paths.TEMPLATES / template),
        root=str(paths.TEMPLATES.parent),
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"told": composed(json.dumps(told, ensure_ascii=False))},
        pdf_standards=["ua-1"],
        timestamp=int(made_at.timestamp()),
    )
    return put_right(bytes(made))
