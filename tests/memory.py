"""Where tests write: in memory where the machine lends enough, so that none waits for a disk.

A test kills processes, never the machine, so that nothing it looks at depends on a real disk.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

_SHARED = Path("/dev/shm")  # noqa: S108 - memory that looks like a folder
#: Two test processes with a PostgreSQL each need about a third of this.
_ENOUGH = 2 * 1024**3


def lend() -> None:
    """Let this process, and those that it starts, put temporary files there."""
    if "TMPDIR" not in os.environ and _is_good():
        os.environ["TMPDIR"] = tempfile.tempdir = str(_SHARED)


def _is_good() -> bool:
    return (
        os.access(_SHARED, os.W_OK)
        and not os.statvfs(_SHARED).f_flag & os.ST_NOEXEC
        and shutil.disk_usage(_SHARED).free >= _ENOUGH
    )
