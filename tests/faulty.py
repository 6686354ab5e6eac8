"""A bad network: a proxy that resets, delays, loses answers and says things twice, by a seed."""

from __future__ import annotations

import random
import socket
import struct
import threading
from collections import Counter
from types import TracebackType
from typing import Self

_PATIENCE = 20.0
#: What befalls a posted envelope; everything else passes.
FAULTS = ("refused", "cut", "lost", "twice", "slow", "fine")


class Faulty:
    """Listens on a port of its own and speaks to the server's; `heal` ends all faults."""

    def __init__(self, target: int, seed: int) -> None:
        self._target, self._rng, self._lock = target, random.Random(seed), threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self.seen: Counter[str] = Counter()
        self._healed = False
        self._listener = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Self:
        self._listener.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._listener.join(_PATIENCE)

    def heal(self) -> None:
        """From now on nothing goes wrong."""
        self._healed = True

    def _listen(self) -> None:
        while True:
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        with line:
            line.settimeout(_PATIENCE)
            try:
                asked = _request(line)
                if asked:
                    self._befall(line, asked, self._fault(asked))
            except OSError:
                return

    def _fault(self, asked: bytes) -> str:
        if self._healed or not asked.startswith(b"POST /in "):
            return "fine"
        with self._lock:
            fault = self._rng.choice(FAULTS)
            self.seen[fault] += 1
            return fault

    def _befall(self, line: socket.socket, asked: bytes, fault: str) -> None:
        if fault == "refused":
            return _reset(line)
        if fault == "cut":
            self._half(asked)
            return _reset(line)
        if fault == "slow":
            threading.Event().wait(0.3)
        answer = self._ask(asked)
        if fault == "twice":
            answer = self._ask(asked)
        if fault == "lost":
            return _reset(line)
        return line.sendall(answer)

    def _ask(self, asked: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self._target), _PATIENCE) as there:
            there.sendall(asked)
            return b"".join(iter(lambda: there.recv(65536), b""))

    def _half(self, asked: bytes) -> None:
        with socket.create_connection(("127.0.0.1", self._target), _PATIENCE) as there:
            there.sendall(asked[: len(asked) // 2])


def _request(line: socket.socket) -> bytes:
    """One whole request, asking the server to hang up after its answer."""
    told = b""
    while b"\r\n\r\n" not in told:
        more = line.recv(65536)
        if not more:
            return b""
        told += more
    head, _, body = told.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    size = next(
        (int(each.split(b":")[1]) for each in lines if each.lower().startswith(b"content-length:")),
        0,
    )
    while len(body) < size:
        body += line.recv(65536)
    kept = [each for each in lines if not each.lower().startswith(b"connection:")]
    return b"\r\n".join([*kept, b"Connection: close", b"", b""]) + body


def _reset(line: socket.socket) -> None:
    """Hang up so rudely that the other side gets an error, not an end."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
