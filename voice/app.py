"""Build the app: settings, storage, doors and pages, in the order in which an answer travels."""

from __future__ import annotations

from flask import Flask

from voice import paths
from voice.answers import routes as answers
from voice.child import routes as child
from voice.config import Config, kept_secret
from voice.i18n import catalogues
from voice.panel import routes as panel
from voice.people import login
from voice.people import routes as people
from voice.storage import session
from voice.storage.keystore import Keystore
from voice.themes import routes as themes
from voice.web import errors, filters, security

_BLUEPRINTS = (people, child, answers, themes, panel)


def create_app(config: Config | None = None) -> Flask:
    """The app for these settings, or for those of the environment."""
    settings = config or Config.from_environment()
    app = Flask(__name__, static_folder=str(paths.STATIC), template_folder=str(paths.TEMPLATES))
    secret = settings.secret_key.encode() or kept_secret(settings.data, "secret.key")
    app.secret_key = secret
    app.extensions["voice.config"] = settings
    app.extensions["voice.secret"] = secret
    app.extensions["voice.keystore"] = Keystore(settings.data)
    session.init_app(app, session.open_engine(settings.main_database))
    catalogues.init_app(app)
    security.init_app(app, https=settings.https)
    errors.init_app(app)
    filters.init_app(app)
    login.init_app(app)
    for room in _BLUEPRINTS:
        app.register_blueprint(room.blueprint)
    return app
