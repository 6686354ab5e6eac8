"""The control: the same canaries, sent the same way to a careless server, are all found."""

from __future__ import annotations

from pathlib import Path

from tests.build import a_link
from tests.careless import Careless
from tests.databases import copy_folder
from tests.web.test_logs import Canaries, Line, _sent_whole
from voice.config import Config


def test_without_the_allow_list_the_canaries_are_found(tmp_path: Path, furnished: Path) -> None:
    folder, birds = tmp_path / "careless", Canaries()
    copy_folder(furnished, folder)
    with Careless(Config(data=folder)) as server:
        with server.session() as session, session.begin():
            token = a_link(session).token
        line = Line(server, birds, token)
        _sent_whole(server, birds, token)
        assert max(line.every_door()) < 500
        sung = len(birds.sung)
        heard = birds.found_in(server.log)
        print(f"\n  {len(heard)} of {sung} canaries found without the allow-list")
        assert len(heard) >= sung * 9 // 10
        line.not_http()
        assert birds.found_in(server.log)[len(heard) :], "libraries' messages say nothing at all"
