"""How long a pack takes from so many responses: `python -m tests.bench.pack [100000]`.

Rows are written straight into tables of a folder of their own, as counts are all that is measured;
then the real verbs count, protect, attack, compose and publish, and every file is made.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.build import a_team, a_worker, publish_all
from voice.answers.models import Consent, Response
from voice.config import Config
from voice.figures import cube
from voice.migrations.commands import upgrade
from voice.panel import files, packs
from voice.panel.packs import Wanted
from voice.questions import publish
from voice.storage.keystore import Keystore
from voice.storage.session import open_engine
from voice.themes.codebook import codebook
from voice.themes.models import Heard
from voice.themes.quarters import of_key
from voice.themes.splits import BAD, GOOD, HERE

_START = datetime(2026, 7, 1, tzinfo=UTC)
_SETS = (("GS-P", "11-18"), ("GS-Y", "8-10"), ("CP-P", "11-18"), ("RV-Y", "4-7"))


def fill(session: Session, count: int) -> None:
    """So many responses of one quarter, each about two or three themes."""
    random = Random(7)
    publish_all(session)
    teams = [a_team(session, f"team{i}").id for i in range(8)]
    sets = {key: publish.newest(session, key).id for key, _ in _SETS}
    themes = [theme.key for theme in codebook().themes]
    responses, consents, heard = [], [], []
    for number in range(count):
        key, tier = random.choice(_SETS)
        open_ = {
            "set_key": key,
            "tier": tier,
            "language": "en",
            "team_id": random.choice(teams),
            "period": _START.date(),
            "channel": "link",
            "sent_at": _START + timedelta(seconds=number * 60 % 7_000_000),
        }
        id_ = f"bench-{number}"
        rest = {"received_at": open_["sent_at"], "read_due": open_["sent_at"], "coded_with": 1}
        made = {"submission_id": id_, "digest": b"", "key_id": id_, "set_id": sets[key]}
        seen = {"came_by": "bench", "company": [], "taps": "me", "sampled": False}
        responses.append({"id": id_, **open_, **rest, **made, **seen})
        consents.append({"response_id": id_, "share": "no", "answer": "no"})
        for theme in random.sample(themes, random.choice((2, 3))):
            felt = HERE | random.choice((GOOD, BAD, GOOD | BAD, 0))
            told = {"response_id": id_, "theme": theme, "own": felt, "rated": 0, "alone": True}
            heard.append({**told, **open_})
    for table, rows in ((Response, responses), (Consent, consents), (Heard, heard)):
        session.execute(insert(table), rows)


def bench(count: int) -> None:
    """Print how long each step takes."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config(data=Path(folder), demo=True, https=False)
        engine, keystore = open_engine(config.main_database), Keystore(config.data)
        upgrade(engine)
        with Session(engine) as session:
            fill(session, count)
            one, other = a_worker(session).id, a_worker(session).id
            session.commit()
            began = time.perf_counter(), time.process_time()
            pack = packs.begin(
                session, keystore, config, one, Wanted(of_key("2026-Q3"), "improvement_board")
            )
            _said(f"counted, protected, attacked ({count} responses)", began)
            packs.propose(session, pack, one)
            seen = cube.fingerprint(packs.composed(session, keystore, config, pack))
            packs.publish(session, keystore, config, pack, other, seen)
            session.commit()
            _said("published", began)
            for kind in files.KINDS:
                files.made(pack, kind, "en")
            _said(f"{len(files.KINDS)} files made", began)
            print("answered:", pack.contents["answered"])
        engine.dispose()
        keystore.close()


def _said(what: str, began: tuple[float, float]) -> None:
    wall, own = time.perf_counter() - began[0], time.process_time() - began[1]
    print(f"{wall:6.2f} s ({own:.2f} s of processor)  {what}")


if __name__ == "__main__":
    bench(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
