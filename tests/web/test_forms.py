"""What every staff form has in common."""

from __future__ import annotations

from flask import Flask

from voice.web.forms import Press


def test_many_forms_stand_on_one_page_without_sharing_an_id(app: Flask) -> None:
    with app.test_request_context("/"):
        token = Press().csrf_token()
    assert 'name="csrf_token"' in token
    assert "id=" not in token
