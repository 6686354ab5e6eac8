"""Cut a text at its stops, quickly, where a page shows many. Pure.

The reading of an answer uses the full rules (`i18n.words.sentences`), which cost milliseconds a
text; to show a quote, or to let an officer point to a sentence, the stops themselves suffice.
"""

from __future__ import annotations

import re
from itertools import pairwise

#: Where a sentence ends, in any script we write.
_STOP = re.compile(r"[.!?؟۔।።。！？]+[\"'”’)\]]*(?:\s+|(?<=[。！？]))|[\r\n]+")


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences that hold a stretch of a text, without the space after them."""
    cuts = [stop.end() for stop in _STOP.finditer(text)]
    first = max((cut for cut in cuts if cut <= start), default=0)
    last = min((cut for cut in cuts if cut >= end), default=len(text))
    return first, first + len(text[first:last].rstrip())


def parts(text: str) -> tuple[tuple[int, int], ...]:
    """Places of the sentences of a text; none where it is only one."""
    cuts = [0, *(stop.end() for stop in _STOP.finditer(text)), len(text)]
    found = [(a, a + len(text[a:b].rstrip())) for a, b in pairwise(cuts) if text[a:b].strip()]
    return tuple(found) if len(found) > 1 else ()
