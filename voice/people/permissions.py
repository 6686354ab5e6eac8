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
    "alerts.see": frozenset({R.DUTY, R.MANAGER}),
    "alerts.decide": frozenset({R.DUTY, R.MANAGER}),
    "answers.list": frozenset({R.OFFICER, R.DUTY}),
    "answers.read": frozenset({R.OFFICER, R.DUTY}),
    "answers.reply": frozenset({R.OFFICER}),
    "answers.translate": frozenset({R.OFFICER}),
    "quotes.propose": frozenset({R.OFFICER}),
    "quotes.approve": frozenset({R.OFFICER, R.PANEL_FACILITATOR}),
    "answers.aside": frozenset({R.OFFICER, R.DUTY}),
    "answers.rescue": frozenset({R.OFFICER, R.ADMIN}),
    "answers.export": frozenset({R.OFFICER, R.GOVERNANCE}),
    "answers.export_agree": frozenset({R.OFFICER, R.GOVERNANCE, R.MANAGER}),
    "themes.see": frozenset({R.OFFICER, R.PANEL_FACILITATOR, R.MANAGER}),
    "themes.evidence": frozenset({R.OFFICER}),
    "themes.correct": frozenset({R.OFFICER}),
    "codebook.see": frozenset({R.OFFICER, R.PANEL_FACILITATOR, R.MANAGER}),
    "codebook.edit": frozenset({R.OFFICER}),
    "panel.see": frozenset(
        {R.OFFICER, R.PANEL_MEMBER, R.PANEL_FACILITATOR, R.PARTNERSHIP, R.MANAGER}
    ),
    "packs.see": frozenset({R.OFFICER, R.PANEL_FACILITATOR}),
    "packs.make": frozenset({R.OFFICER}),
    "packs.publish": frozenset({R.OFFICER, R.PANEL_FACILITATOR}),
    "panel.vote": frozenset({R.PANEL_MEMBER}),
    "panel.rounds": frozenset({R.PANEL_FACILITATOR}),
    "panel.follow": frozenset({R.OFFICER, R.PANEL_FACILITATOR, R.PARTNERSHIP, R.MANAGER}),
    "panel.answer": frozenset({R.OFFICER, R.PARTNERSHIP}),
    "actions.see": frozenset({R.OFFICER, R.PARTNERSHIP, R.MANAGER, R.PANEL_FACILITATOR}),
    "actions.edit": frozenset({R.OFFICER, R.PARTNERSHIP}),
    "actions.update": frozenset({R.OFFICER, R.PARTNERSHIP, R.MANAGER}),
    "actions.translate": frozenset({R.OFFICER}),
    "reports.see": frozenset({R.OFFICER, R.PARTNERSHIP, R.MANAGER, R.GOVERNANCE}),
    "reports.prepare": frozenset({R.OFFICER}),
    "reports.sign": frozenset({R.OFFICER, R.PARTNERSHIP}),
    "links.make": frozenset({R.OFFICER, R.WORKER, R.MANAGER}),
    "trail.see": frozenset({R.GOVERNANCE}),
    "people.manage": frozenset({R.ADMIN}),
    "teams.manage": frozenset({R.ADMIN}),
    "panel.members": frozenset({R.PANEL_FACILITATOR}),
}

View = TypeVar("View", bound=Callable[..., Any])


def may(worker: Worker | None, ability: str, team_id: int | None = None) -> bool:
    """Whether this person has a role that the table lists; KeyError for an unknown ability.

    With a team, whether that role reaches it: a role held in one team reaches no other.
    """
    if worker is None or not worker.active or not MAY[ability] & worker.roles:
        return False
    reach = teams_with(worker, ability)
    return team_id is None or reach is None or team_id in reach


def teams_with(worker: Worker, ability: str) -> frozenset[int] | None:
    """The teams for which this person may do it; None for every team."""
    return worker.teams_for(*MAY[ability])


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
