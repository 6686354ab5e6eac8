"""Who may do what: one table on one screen, and the guard that every route carries.

`@needs(ability)` lets a person with one of the ability's roles in; `@anyone` says aloud that a page
is for everybody. A route with neither fails the build.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, TypeVar

from flask import abort, g, redirect, request, url_for

from voice.people.models import Role, Worker

R = Role

#: The table. An ability names its room and what is done there.
MAY: Final[Mapping[str, frozenset[Role]]] = {
    "home.see": frozenset(Role),
    "answers.list": frozenset({R.OFFICER, R.DUTY}),
    "answers.read": frozenset({R.OFFICER, R.DUTY}),
    "themes.see": frozenset({R.OFFICER, R.PANEL_FACILITATOR, R.MANAGER}),
    "themes.evidence": frozenset({R.OFFICER}),
    "panel.see": frozenset(
        {R.OFFICER, R.PANEL_MEMBER, R.PANEL_FACILITATOR, R.PARTNERSHIP, R.MANAGER}
    ),
    "links.make": frozenset({R.OFFICER, R.WORKER, R.MANAGER}),
    "trail.see": frozenset({R.GOVERNANCE}),
}

View = TypeVar("View", bound=Callable[..., Any])


def may(worker: Worker | None, ability: str) -> bool:
    """Whether this person has a role that the table lists; KeyError for an unknown ability."""
    return worker is not None and worker.active and bool(MAY[ability] & worker.roles)


def needs(ability: str) -> Callable[[View], View]:
    """Guard a view: strangers are asked to sign in, others without the role are refused (403)."""
    if ability not in MAY:
        raise KeyError(f"{ability} is not in the table of permissions")

    def _guard(view: View) -> View:
        @wraps(view)
        def _guarded(*args: Any, **kwargs: Any) -> Any:
            if g.get("worker") is None:
                wanted = request.full_path if request.method == "GET" else None
                return redirect(url_for("people.sign_in", next=wanted))
            if not may(g.worker, ability):
                abort(403)
            return view(*args, **kwargs)

        _guarded.guard = ability  # type: ignore[attr-defined]
        return _guarded  # type: ignore[return-value]

    return _guard


def anyone(view: View) -> View:
    """Say that a page is open to everybody."""
    view.guard = "anyone"  # type: ignore[attr-defined]
    return view
