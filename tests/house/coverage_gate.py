"""What the tests must cover: 95% over all, and every branch of what thinks or guards.

`python -m tests.house.coverage_gate FILE` reads coverage's JSON and exits 1 with what is short.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

OVERALL = 95.0
#: Covered whole, branches too; one that is not built yet is not missed.
WHOLE = (
    "voice/actions/meters.py",
    "voice/actions/tracker.py",
    "voice/answers/agreement.py",
    "voice/answers/export_columns.py",
    "voice/answers/exports.py",
    "voice/answers/marks.py",
    "voice/answers/notices.py",
    "voice/answers/reach.py",
    "voice/answers/receive.py",
    "voice/answers/recordings.py",
    "voice/codes/book_csv.py",
    "voice/codes/book_qdc.py",
    "voice/codes/brought.py",
    "voice/figures/cells.py",
    "voice/figures/cube.py",
    "voice/figures/hiding.py",
    "voice/figures/shown.py",
    "voice/i18n/days.py",
    "voice/i18n/phrases.py",
    "voice/i18n/words.py",
    "voice/panel/contents.py",
    "voice/panel/easy.py",
    "voice/panel/easy_phrases.py",
    "voice/panel/phrases.py",
    "voice/panel/reading_age.py",
    "voice/panel/told.py",
    "voice/panel/votes.py",
    "voice/panel/wording.py",
    "voice/people/permissions.py",
    "voice/questions/kinds.py",
    "voice/questions/sets.py",
    "voice/quotes/choosing.py",
    "voice/quotes/cues.py",
    "voice/quotes/names.py",
    "voice/quotes/naming.py",
    "voice/quotes/patterns.py",
    "voice/quotes/placing.py",
    "voice/quotes/reading.py",
    "voice/quotes/recognise.py",
    "voice/quotes/redact.py",
    "voice/safety/clock.py",
    "voice/safety/decisions.py",
    "voice/safety/line.py",
    "voice/safety/screen.py",
    "voice/safety/triage.py",
    "voice/storage/keys.py",
    "voice/storage/parcel.py",
    "voice/themes/agreement.py",
    "voice/themes/changes.py",
    "voice/themes/choosing.py",
    "voice/themes/codebook.py",
    "voice/themes/counting.py",
    "voice/themes/drafting.py",
    "voice/themes/emerging.py",
    "voice/themes/feeling.py",
    "voice/themes/folding.py",
    "voice/themes/fusion.py",
    "voice/themes/gap.py",
    "voice/themes/phrases.py",
    "voice/themes/pipeline.py",
    "voice/themes/quarters.py",
    "voice/themes/recent.py",
    "voice/themes/text.py",
    "voice/themes/theme_book.py",
    "voice/web/letters.py",
    "voice/web/pdf_parts.py",
    "voice/web/sheets.py",
)

Report = dict[str, Any]


def shortfalls(report: Report, root: Path) -> list[str]:
    """A line for each promise that the coverage does not keep."""
    short = []
    overall = report["totals"]["percent_covered"]
    if overall < OVERALL:
        short.append(f"overall: {overall:.1f}%, wanted {OVERALL:.0f}%")
        short += [f"  {line}" for line in _lowest(report)]
    files = {name.replace("\\", "/"): file for name, file in report["files"].items()}
    for name in WHOLE:
        if name in files:
            short += _missed(name, files[name])
        elif (root / name).exists():
            short.append(f"{name}: no test imports it")
    return short


def _missed(name: str, file: Report) -> list[str]:
    lines, branches = file["missing_lines"], file.get("missing_branches", [])
    if not lines and not branches:
        return []
    ways = ", ".join(f"{start}->{'exit' if end < 0 else end}" for start, end in branches)
    return [f"{name}: wanted 100%; lines {lines or 'all'}; branches not taken: {ways or 'none'}"]


def _lowest(report: Report) -> list[str]:
    files = sorted(report["files"].items(), key=lambda each: -each[1]["summary"]["missing_lines"])
    return [
        f"{name}: {file['summary']['percent_covered']:.0f}%, "
        f"{file['summary']['missing_lines']} lines missed"
        for name, file in files[:8]
        if file["summary"]["missing_lines"]
    ]


def main(path: str) -> int:
    """Print the shortfalls; 1 where there are any."""
    report = json.loads(Path(path).read_text("utf-8"))
    short = shortfalls(report, Path.cwd())
    overall = report["totals"]["percent_covered"]
    print(
        "\n".join(["Coverage:", *short])
        if short
        else f"Coverage: {overall:.1f}%, every gate passed."
    )
    return int(bool(short))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
