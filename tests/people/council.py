"""A council's own sign-in: a real OpenID Connect provider, made of Authlib's server classes.

It does what such a provider does (discovery, keys, codes that are good once, PKCE, nonce) and, when
a test asks for it, what an attacker's would.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Any, Self

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import AuthorizationCodeMixin, UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify
from joserfc.jwk import KeySet, OctKey, RSAKey
from werkzeug.serving import WSGIRequestHandler, make_server

CLIENT, SECRET = "voice", "a secret between the two"


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object, **__: object) -> None:
        """Nothing."""


class _Voice(ClientMixin):  # type: ignore[misc]
    """The one client that the council registered."""

    id_token_signed_response_alg = None

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return "http://localhost/sign-in/council/back"

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.get_default_redirect_uri()

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class _Code(AuthorizationCodeMixin):  # type: ignore[misc]
    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    person: dict[str, Any]

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> str | None:
        return self.person.get("acr")

    def get_amr(self) -> list[str] | None:
        return self.person.get("amr")


@cache
def _key() -> RSAKey:
    """The key of every such provider: to make one takes longer than a sign-in."""
    return RSAKey.generate_key(2048, auto_kid=True)


@dataclass
class Council:
    """The provider, as a context; `person` is who signs in there next."""

    person: dict[str, Any] = field(default_factory=dict)
    #: Claims that are changed after all that is right: what an attacker would write.
    bent: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=_key)
    #: What the token is signed with, if not with the key that is published.
    signing: RSAKey | OctKey | None = None
    algorithm: str = "RS256"
    #: What the discovery document says, where it is not the truth.
    published: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, _Code] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._http = make_server("127.0.0.1", 0, self._app(), request_handler=_Quiet)
        self.url = f"http://127.0.0.1:{self._http.port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def _app(self) -> Flask:
        os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # it stands on this machine
        app = Flask("council")
        app.secret_key = secrets.token_hex()
        server = AuthorizationServer(
            app, lambda known: _Voice() if known == CLIENT else None, _drop
        )
        server.register_grant(_grant(self), [_tokens(self), CodeChallenge(required=True)])

        @app.get("/.well-known/openid-configuration")
        def discovery() -> Response:
            return jsonify({**self._document(), **self.published})

        @app.get("/keys")
        def keys() -> Response:
            return jsonify(KeySet([self.key]).as_dict(private=False))

        @app.get("/authorize")
        def authorize() -> Response:
            consent = server.get_consent_grant(end_user=self.person)
            found: Response = server.create_authorization_response(
                grant_user=self.person, grant=consent
            )
            return found

        @app.post("/token")
        def token() -> Response:
            found: Response = server.create_token_response()
            return found

        return app

    def _document(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }


def _drop(_token: object, _request: object) -> None:
    """Access tokens are used by nobody here."""


def _tokens(council: Council) -> OpenIDCode:
    class _Tokens(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, _request: object) -> bool:
            return any(each.nonce == nonce for each in council.codes.values())

        def resolve_client_private_key(self, _client: object) -> RSAKey | OctKey:
            return council.signing or council.key

        def get_client_algorithm(self, _client: object) -> str:
            return council.algorithm

        def get_encode_header(self, client: object) -> dict[str, str]:
            return {"alg": self.get_client_algorithm(client), "kid": str(council.key.kid)}

        def get_client_claims(self, _client: object) -> dict[str, Any]:
            return {"iss": council.url, "aud": [CLIENT]}

        def generate_user_info(self, user: dict[str, Any], _scope: str) -> UserInfo:
            return UserInfo({**user, **council.bent})

    return _Tokens(require_nonce=True)


def _grant(council: Council) -> type[grants.AuthorizationCodeGrant]:
    class _Grant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, request: Any) -> None:
            asked = request.payload.data
            council.codes[code] = _Code(
                code,
                request.payload.redirect_uri,
                request.payload.scope,
                asked["nonce"],
                asked["code_challenge"],
                asked["code_challenge_method"],
                dict(request.user),
            )

        def query_authorization_code(self, code: str, _client: object) -> _Code | None:
            return council.codes.get(code)

        def delete_authorization_code(self, found: _Code) -> None:
            del council.codes[found.code]

        def authenticate_user(self, found: _Code) -> dict[str, Any]:
            return found.person

    return _Grant
