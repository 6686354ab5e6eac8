"""Build the app: settings, storage, doors and pages, in the order in which an answer travels."""

from __future__ import annotations

from flask import Flask

from voice import paths
from voice.actions import routes as actions
from voice.actions import told_routes as told
from voice.answers import export_routes as exports
from voice.answers import routes as answers
from voice.child import desk_routes as aside
from voice.child import handover
from voice.child import routes as child
from voice.codes import routes as code_routes
from voice.config import Config, UnsafeSetting, kept_secret
from voice.i18n import catalogues
from voice.panel import desk_packs, desk_released, desk_reports, desk_rounds, round_routes
from voice.panel import routes as panel
from voice.people import (
    importing,
    joining,
    login,
    members,
    oidc,
    oidc_routes,
    passkey_pages,
    staff,
    team_pages,
)
from voice.people import routes as people
from voice.questions.shelf import library
from voice.quotes import covering, redacting
from voice.quotes import routes as quote_routes
from voice.records import routes as records
from voice.safety import notify
from voice.safety import routes as safety
from voice.storage import session
from voice.storage.keystore import Keystore
from voice.themes import correcting, honest, in_use, unnamed_routes
from voice.themes import routes as themes
from voice.web import assets, errors, filters, gates, logs, security

_CHILDS = (child, told)
_STAFFS = (
    people,
    joining,
    oidc_routes,
    members,
    passkey_pages,
    staff,
    team_pages,
    importing,
    answers,
    aside,
    exports,
    themes,
    code_routes,
    correcting,
    honest,
    unnamed_routes,
    quote_routes,
    redacting,
    covering,
    panel,
    desk_packs,
    desk_released,
    round_routes,
    desk_rounds,
    desk_reports,
    actions,
    safety,
    records,
)
#: A hand-over needs both: it goes from a staff page to a child's on one device.
_BY_FACE = {"all": (*_STAFFS, handover, *_CHILDS), "child": _CHILDS, "staff": _STAFFS}


def create_app(config: Config | None = None) -> Flask:
    """The app for these settings, or for those of the environment."""
    settings = config or Config.from_environment()
    notify.adapter_of(settings)  # refuses what could never call anybody
    _refuse_unknown_forms(settings)
    app = Flask(__name__, static_folder=None, template_folder=str(paths.TEMPLATES))
    secret = settings.secret_key.encode() or kept_secret(settings.data, "secret.key")
    app.secret_key = secret
    app.extensions["voice.config"] = settings
    app.extensions["voice.secret"] = secret
    app.extensions["voice.keystore"] = Keystore(settings.data)
    logs.init_app(app)
    session.init_app(app, session.open_engine(settings.main_database))
    in_use.init_app(app)
    catalogues.init_app(app)
    assets.init_app(app)
    security.init_app(app, https=settings.https)
    security.believe_proxies(app, settings.proxies)
    errors.init_app(app)
    filters.init_app(app)
    gates.init_app(app)
    _open_doors(app, settings)
    return app


def _refuse_unknown_forms(settings: Config) -> None:
    """A form named wrongly would quietly not be offered aloud."""
    unknown = sorted(set(settings.say_it) - library().keys())
    if unknown:
        named, known = " ".join(unknown), " ".join(library())
        raise UnsafeSetting(f"VOICE_SAY_IT names no form of ours: {named}. Ours are: {known}.")


def _open_doors(app: Flask, settings: Config) -> None:
    """The pages of this face; the child's alone know nothing of anybody who signs in."""
    if settings.face == "child":
        security.forget_sessions(app)
    else:
        login.init_app(app)
        oidc.init_app(app, settings)
    app.before_request(logs.note_role)
    for room in _BY_FACE[settings.face]:
        app.register_blueprint(room.blueprint)
