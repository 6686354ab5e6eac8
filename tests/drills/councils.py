"""Made-up councils of every size: how many children of which team, age and form said what."""

from __future__ import annotations

from collections import Counter
from random import Random

from voice.figures.cells import CHILDREN, Counted, Truth, truth
from voice.figures.shown import FEELINGS

_SETS = ("GS", "CP", "CPB", "RV", "RVB")
_SERVICES = ("assessment", "child_protection", "looked_after", "leaving_care")
_AGES = ("4-7", "8-10", "11-18")


def council(seed: int) -> Truth:
    """The true counts of one quarter of a council, always the same for a seed."""
    random = Random(seed)
    themes = [f"theme{i}" for i in range(random.randint(8, 20))]
    likely = [1 / (i + 1) ** random.uniform(0.4, 1.1) for i in range(len(themes))]
    teams = random.randint(3, 10)
    services = {i + 1: random.choice(_SERVICES) for i in range(teams)}
    sizes = [random.uniform(0.3, 2) for _ in range(teams)]
    rows: Counter[tuple[str, int, str, str, str, bool, bool]] = Counter()
    for _ in range(random.choice((80, 150, 250, 400, 700, 1200))):
        team = random.choices(range(1, teams + 1), sizes)[0]
        age = random.choices(_AGES, (2, 3, 5))[0]
        form = random.choices(_SETS, (4, 2, 1, 2, 1))[0] + ("-P" if age == "11-18" else "-Y")
        rows[CHILDREN, team, age, form, "", False, False] += 1
        for place in set(random.choices(range(len(themes)), likely, k=random.randint(1, 4))):
            feeling, own = random.choices(FEELINGS, (4, 1, 4, 1))[0], random.random() < 0.6
            chose = not own or random.random() < 0.3
            rows[themes[place], team, age, form, feeling, own, chose] += 1
    return truth((Counted(*key, count) for key, count in rows.items()), themes, services)
