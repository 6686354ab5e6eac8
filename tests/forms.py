"""A child's form as a browser reads it: its ticket and the names of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import html5lib
from flask.testing import FlaskClient

_TYPED = {"text", "search", "tel", "email", "url"}


@dataclass(frozen=True, slots=True)
class Opened:
    """One opened form."""

    path: str
    ticket: str
    #: Names of every field into which words can be typed.
    typed: tuple[str, ...]
    #: What can be chosen, by the name of the field.
    chosen: dict[str, list[str]]


def open_form(client: FlaskClient, token: str, language: str = "en") -> Opened:
    """Open the form behind a link."""
    answer = client.get(f"/f/{token}?lang={language}")
    assert answer.status_code == 200, answer.status
    tree = html5lib.parse(answer.text, namespaceHTMLElements=False)
    chosen: dict[str, list[str]] = {}
    for each in _inputs(tree, {"radio", "checkbox"}):
        chosen.setdefault(each.get("name"), []).append(each.get("value"))
    ticket = next(
        each.get("value") for each in _inputs(tree, {"hidden"}) if each.get("name") == "ticket"
    )
    typed = [each.get("name") for each in tree.iter("textarea")]
    typed += [each.get("name") for each in _inputs(tree, _TYPED)]
    return Opened(f"/f/{token}", ticket, tuple(filter(None, typed)), chosen)


def token(html: str) -> str:
    """The token of a staff page's forms."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    hidden = _inputs(tree, {"hidden"})
    return next(str(each.get("value")) for each in hidden if each.get("name") == "csrf_token")


def _inputs(tree: Any, kinds: set[str]) -> Iterator[Any]:
    return (each for each in tree.iter("input") if each.get("type", "text") in kinds)
