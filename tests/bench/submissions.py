"""How fast the real server takes answers: `python -m tests.bench.submissions [N] [CHILDREN]`.

Sends 400 unless told otherwise: at ten to thirty a second, that is over within a minute.
Prints answers per second, and the server's own CPU time for one opened and one sent form. The
children run on the same machine, so the rate is a floor.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from tests.build import a_link
from tests.databases import make_folder
from tests.served import Served
from tests.visitor import Visitor
from voice.config import Config

_SAID = "My social worker listens to me, but they were late again and I missed football."


def _cpu(pid: int) -> float:
    top = psutil.Process(pid)
    times = [each.cpu_times() for each in (top, *top.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def _answer(server: Served, path: str, times: int, took: list[float]) -> None:
    with Visitor(server.port, path) as child:
        for _ in range(times):
            begun = time.perf_counter()
            child.send(child.open_form(), **{"a-going_well": _SAID})
            took.append(time.perf_counter() - begun)


def main(total: int = 400, children: int = 4) -> None:
    """Run once against SQLite, everything on."""
    with tempfile.TemporaryDirectory() as folder:
        data = make_folder(Path(folder) / "var")
        with Served(Config(data=data, demo=True, https=False)) as server:
            with server.session() as session, session.begin():
                path = f"/f/{a_link(session).token}"
            _answer(server, path, 20, [])  # warm
            took: list[float] = []
            cpu, begun = _cpu(server.pid), time.perf_counter()
            share = (server, path, total // children, took)
            threads = [threading.Thread(target=_answer, args=share) for _ in range(children)]
            for each in threads:
                each.start()
            for each in threads:
                each.join()
            passed, spent = time.perf_counter() - begun, _cpu(server.pid) - cpu
    took.sort()
    middle, slow = took[len(took) // 2], took[int(len(took) * 0.95)]
    print(
        f"{len(took)} answers from {children} children: {len(took) / passed:.0f} a second; "
        f"server CPU {1000 * spent / len(took):.1f} ms for opening and sending one; "
        f"both together p50 {1000 * middle:.0f} ms, p95 {1000 * slow:.0f} ms"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
