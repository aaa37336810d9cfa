"""Signing in by the city's own directory (LDAP, Active Directory): the extra `hamgam[ldap]`.

The directory answers one question: is this the password of that person? It makes nobody known and
gives no rights: people are invited, and their posts are given here, whatever groups it holds.
"""

from __future__ import annotations

import logging
import ssl
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from hamgam.agencies.models import Person

log = logging.getLogger("hamgam.directory")
PATIENCE_S = 5
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Told(Protocol):
    """What the settings say of the directory."""

    @property
    def url(self) -> str:
        """ldaps://host, or ldap://host, where TLS is begun before anything is said."""

    @property
    def people(self) -> str:
        """The branch under which people are."""

    @property
    def name(self) -> str:
        """The attribute that holds the username."""

    @property
    def reader(self) -> str:
        """Who searches; empty for an anonymous search."""

    @property
    def secret(self) -> str:
        """The reader's password."""


def server_of(told: Told) -> Any:
    """The directory's server; its certificate must be good."""
    from ldap3 import NONE, Server, Tls

    tls = Tls(validate=ssl.CERT_REQUIRED)
    return Server(told.url, get_info=NONE, tls=tls, connect_timeout=PATIENCE_S)


def connect(server: Any, told: Told, user: str, password: str) -> Any:
    """A connection bound as that user, anonymous for an empty one; raises LDAPException when the
    directory does not answer or does not believe."""
    from ldap3 import AUTO_BIND_NO_TLS, AUTO_BIND_TLS_BEFORE_BIND, Connection

    parts = urlsplit(told.url)
    is_safe = parts.scheme == "ldaps" or parts.hostname in LOOPBACK
    return Connection(
        server,
        user or None,
        password or None,
        auto_bind=AUTO_BIND_NO_TLS if is_safe else AUTO_BIND_TLS_BEFORE_BIND,
        receive_timeout=PATIENCE_S,
        raise_exceptions=True,
        read_only=True,
    )


def _entry_of(reader: Any, told: Told, username: str) -> str | None:
    """The name of the one entry that is this person, None for none or for several."""
    from ldap3 import SUBTREE
    from ldap3.utils.conv import escape_filter_chars

    asked = f"({told.name}={escape_filter_chars(username)})"
    reader.search(told.people, asked, search_scope=SUBTREE, attributes=[told.name], size_limit=2)
    names: list[str] = [e["dn"] for e in reader.response if e.get("type") == "searchResEntry"]
    return names[0] if len(names) == 1 else None


def knows(told: Told, username: str, password: str) -> bool:
    """Whether the directory holds exactly one such person and believes the password."""
    from ldap3.core.exceptions import LDAPException, LDAPInvalidCredentialsResult

    if not username or not password:  # an empty password would be an anonymous bind, which succeeds
        return False
    try:
        server = server_of(told)
        with connect(server, told, told.reader, told.secret) as reader:
            entry = _entry_of(reader, told, username)
        if entry is None:
            return False
        with connect(server, told, entry, password):
            return True
    except LDAPInvalidCredentialsResult:
        return False
    except LDAPException:
        log.exception("the directory does not answer as it should")
        return False


class Directory(ModelBackend):
    """Opens the door to people who were invited here and whom the directory knows."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> Person | None:
        """The person, None for a stranger; the directory is not asked about strangers."""
        told: Told | None = settings.HAMGAM_LDAP
        person = Person.objects.filter(username=username or "", is_active=True).first()
        if told is None or person is None or not knows(told, person.username, password or ""):
            return None
        return person
