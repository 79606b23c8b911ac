"""Sign-in at an OpenID Connect provider: code flow with PKCE, state and nonce, and a checked id-token."""

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
from authlib.common.urls import add_params_to_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri  # type: ignore[import-untyped]
from authlib.oauth2.rfc7636 import create_s256_code_challenge  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from sqlalchemy import Engine, delete, insert

from bot.conversation.models import utcnow
from bot.settings import Settings
from bot.staff.accounts import Identity
from bot.staff.models import OidcLogin
from bot.staff.roles import Role
from bot.staff.sessions import digest

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures made with a private key; `none` and shared secrets are not among them."""

_WAY_AND_BACK = timedelta(minutes=10)
"""A sign-in at the provider that takes longer has to be begun again."""

_LEEWAY_SECONDS = 60
_TIMEOUT_SECONDS = 10.0
_METADATA_SECONDS = 3600.0
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class OidcError(RuntimeError):
    """A sign-in that the provider refused or that cannot be trusted; the message is for the log."""


class NoRoleError(OidcError):
    """The provider vouches for the person, but none of the groups has a role here."""


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser is sent, and what it must bring back in a cookie."""

    url: str
    browser: str


class Oidc:
    """The provider of the settings."""

    def __init__(self, settings: Settings, engine: Engine, clock: Callable[[], datetime] = utcnow) -> None:
        """Take the settings; the provider is asked when somebody signs in.

        Raises:
            ValueError: The settings are incomplete, or the issuer is not reached by https.
        """
        self.title = settings.oidc_title
        self._issuer = settings.oidc_issuer.rstrip("/")
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value()
        self._scope = settings.oidc_scope
        self._claim = settings.oidc_groups_claim
        self._groups = _groups(settings)
        self._engine = engine
        self._clock = clock
        self._metadata: tuple[float, dict[str, Any]] | None = None
        self._keys: KeySet | None = None
        parts = urlsplit(self._issuer)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
            raise ValueError("OIDC_ISSUER must begin with https://")
        if not self._client_id:
            raise ValueError("OIDC_CLIENT_ID must be set when OIDC_ISSUER is")
        if not any(self._groups.values()):
            raise ValueError("At least one of OIDC_ROLE_AGENT, _LEAD, _EDITOR and _ADMIN must name a group")
        self._http = httpx.AsyncClient(timeout=_TIMEOUT_SECONDS, trust_env=True, follow_redirects=False)

    async def depart(self, redirect_uri: str) -> Departure:
        """Begin a sign-in; what is needed to check the way back is kept here, in the database."""
        metadata = await self._discovered()
        state, browser, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(4))
        now = self._clock()
        with self._engine.begin() as connection:
            connection.execute(delete(OidcLogin).where(OidcLogin.created_at <= now - _WAY_AND_BACK))
            connection.execute(
                insert(OidcLogin),
                {
                    "state_hash": digest(state),
                    "browser_hash": digest(browser),
                    "nonce": nonce,
                    "code_verifier": verifier,
                    "created_at": now,
                },
            )
        url: str = prepare_grant_uri(
            metadata["authorization_endpoint"],
            client_id=self._client_id,
            response_type="code",
            redirect_uri=redirect_uri,
            scope=self._scope,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        return Departure(url, browser)

    async def arrive(self, query: Mapping[str, str], browser: str, redirect_uri: str) -> Identity:
        """Return who came back.

        Args:
            query: What the provider put into the address.
            browser: What this browser was given when it left.
            redirect_uri: The same as at the departure.

        Raises:
            OidcError: The way back is not the one that was begun, or the provider's word cannot be trusted.
            NoRoleError: The person may not work here.
        """
        login = self._taken(query.get("state", ""), browser)
        if "error" in query or "code" not in query:
            raise OidcError("the provider refused")
        metadata = await self._discovered()
        if query.get("iss", self._issuer).rstrip("/") != self._issuer:
            raise OidcError("another provider answered")
        token = await self._token(metadata, query["code"], login.code_verifier, redirect_uri)
        claims = await self._claims(metadata, token, login.nonce)
        return self._identity(claims)

    def logout_url(self, back: str) -> str | None:
        """Return where the browser ends its session at the provider, if the provider says so."""
        endpoint = self._metadata[1].get("end_session_endpoint") if self._metadata else None
        if not isinstance(endpoint, str):
            return None
        wanted = [("client_id", self._client_id), ("post_logout_redirect_uri", back)]
        url: str = add_params_to_uri(endpoint, wanted)
        return url

    async def close(self) -> None:
        """Close the connections to the provider."""
        await self._http.aclose()

    def _taken(self, state: str, browser: str) -> OidcLogin:
        """Return a sign-in that was begun, once: it is deleted as it is read."""
        with self._engine.begin() as connection:
            row = connection.execute(
                delete(OidcLogin)
                .where(OidcLogin.state_hash == digest(state))
                .returning(OidcLogin.browser_hash, OidcLogin.nonce, OidcLogin.code_verifier, OidcLogin.created_at)
            ).one_or_none()
        if row is None or row.created_at <= self._clock() - _WAY_AND_BACK:
            raise OidcError("unknown or outdated state")
        if not hmac.compare_digest(row.browser_hash, digest(browser)):
            raise OidcError("begun in another browser")
        return OidcLogin(nonce=row.nonce, code_verifier=row.code_verifier)

    async def _discovered(self) -> dict[str, Any]:
        """Return what the provider says about itself, asked at most once an hour."""
        if self._metadata and time.monotonic() - self._metadata[0] < _METADATA_SECONDS:
            return self._metadata[1]
        metadata = await self._json(f"{self._issuer}/.well-known/openid-configuration")
        if str(metadata.get("issuer", "")).rstrip("/") != self._issuer:
            raise OidcError("the provider names another issuer")
        if not all(isinstance(metadata.get(f"{name}_endpoint"), str) for name in ("authorization", "token")):
            raise OidcError("the provider names no endpoints")
        self._metadata, self._keys = (time.monotonic(), metadata), None
        return metadata

    async def _token(
        self, metadata: Mapping[str, Any], code: str, verifier: str, redirect_uri: str
    ) -> Mapping[str, Any]:
        """Exchange the code for tokens."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self._client_id,
            "code_verifier": verifier,
        }
        if self._secret:
            form["client_secret"] = self._secret
        try:
            response = await self._http.post(
                metadata["token_endpoint"], data=form, headers={"Accept": "application/json"}
            )
            token = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise OidcError(f"no token: {type(error).__name__}") from error
        if response.status_code != httpx.codes.OK or not isinstance(token, dict) or "id_token" not in token:
            raise OidcError(f"no token: status {response.status_code}")
        return token

    async def _claims(self, metadata: Mapping[str, Any], token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """Return the claims of the id-token once signature, issuer, audience, times and nonce are right."""
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        try:
            try:
                decoded = jwt.decode(str(token["id_token"]), await self._key_set(metadata), registry=registry)
            except InvalidKeyIdError:  # the provider has new keys
                decoded = jwt.decode(
                    str(token["id_token"]), await self._key_set(metadata, anew=True), registry=registry
                )
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                {
                    "iss": {"essential": True, "value": metadata["issuer"]},
                    "aud": {"essential": True, "value": self._client_id},
                },
                {"nonce": nonce, "client_id": self._client_id, "access_token": token.get("access_token")},
            )
            claims.validate(leeway=_LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError) as error:
            raise OidcError(f"id-token refused: {type(error).__name__}") from error
        checked: Mapping[str, Any] = claims
        return checked

    async def _key_set(self, metadata: Mapping[str, Any], *, anew: bool = False) -> KeySet:
        """Return the provider's public keys."""
        if self._keys is None or anew:
            address = metadata.get("jwks_uri")
            if not isinstance(address, str):
                raise OidcError("the provider names no keys")
            self._keys = KeySet.import_key_set(await self._json(address))  # type: ignore[arg-type]
        return self._keys

    async def _json(self, address: str) -> dict[str, Any]:
        try:
            response = await self._http.get(address)
            response.raise_for_status()
            value = response.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise OidcError(f"the provider cannot be reached: {type(error).__name__}") from error
        if not isinstance(value, dict):
            raise OidcError("the provider's answer is no object")
        return value

    def _identity(self, claims: Mapping[str, Any]) -> Identity:
        """Return who the claims describe, with the roles of the groups."""
        told = claims.get(self._claim)
        groups = {str(group) for group in told} if isinstance(told, list) else {str(told)} if told else set()
        roles = frozenset(role for role, wanted in self._groups.items() if wanted & groups)
        if not roles:
            raise NoRoleError("none of the groups has a role")
        subject = str(claims["sub"])
        username = str(claims.get("preferred_username") or claims.get("email") or subject)
        return Identity(self._issuer, subject, str(claims.get("name") or username), username, roles)


def _groups(settings: Settings) -> dict[Role, frozenset[str]]:
    """Return the groups of each role."""
    named = {
        Role.AGENT: settings.oidc_role_agent,
        Role.LEAD: settings.oidc_role_lead,
        Role.EDITOR: settings.oidc_role_editor,
        Role.ADMIN: settings.oidc_role_admin,
    }
    return {role: frozenset(filter(None, map(str.strip, value.split(",")))) for role, value in named.items()}
