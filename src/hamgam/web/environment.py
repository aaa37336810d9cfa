"""What a city sets from outside, read once, typed, and refused when it makes no sense."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from hamgam.web import meant
from hamgam.web.gateways import BALE, NAMES, Gateways

T = TypeVar("T")

# HAMGAM_EMBEDDED_JOBS is told by `hamgam serve` to its own worker process.
KNOWN = NAMES | frozenset(
    {
        "HAMGAM_ANCHOR_MAIL",
        "HAMGAM_CITY",
        "HAMGAM_DEBUG",
        "HAMGAM_DEMO",
        "HAMGAM_EMBEDDED_JOBS",
        "HAMGAM_HOME",
        "HAMGAM_HOSTS",
        "HAMGAM_LANGUAGE",
        "HAMGAM_LDAP_NAME",
        "HAMGAM_LDAP_PEOPLE",
        "HAMGAM_LDAP_READER",
        "HAMGAM_LDAP_SECRET",
        "HAMGAM_LDAP_URL",
        "HAMGAM_LOG_LEVEL",
        "HAMGAM_MAIL_FROM",
        "HAMGAM_MAIL_URL",
        "HAMGAM_MAP_STYLE",
        "HAMGAM_MAP_TILES",
        "HAMGAM_OIDC_CLIENT",
        "HAMGAM_OIDC_NAME",
        "HAMGAM_OIDC_SECRET",
        "HAMGAM_OIDC_URL",
        "HAMGAM_PROXIES",
        "HAMGAM_PUBLIC_URL",
        "HAMGAM_SECRET_KEY",
        "HAMGAM_TIME_ZONE",
    }
)


class Nonsense(ValueError):  # noqa: N818 - it is shown to a person by this name
    """Settings that cannot be meant; one whole sentence for each."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Where the register lives. `engine` is `sqlite` or `postgresql`; the rest is empty for a
    file."""

    engine: str
    name: str
    user: str = ""
    password: str = ""
    host: str = ""
    port: str = ""
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Oidc:
    """A single sign-on of the city's own (OpenID Connect). `name` is the claim that holds the
    username under which a person was invited; empty when accounts are joined by their owners."""

    url: str
    client: str
    secret: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ldap:
    """A directory of the city's own. `name` is the attribute that holds the username; `reader` and
    its `secret` search below `people`, empty for an anonymous search."""

    url: str
    people: str
    name: str
    reader: str
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Every setting of an installation."""

    home: Path
    database: Database
    secret_key: str
    debug: bool
    demo: bool
    """Whether the register is the invented city's; every page says so."""
    hosts: tuple[str, ...]
    public_url: str
    language: str
    time_zone: str
    city: str
    log_level: str
    proxies: int
    mail_url: str
    mail_from: str
    anchor_mail: str
    """Where the ledger's anchors are mailed each day; empty for nowhere."""
    map_style: str
    """The address of a base map's style; empty for none."""
    map_tiles: str
    """A PMTiles file of the city, or its address; empty for the city's own street layer alone."""
    oidc: Oidc | None
    ldap: Ldap | None
    gateways: Gateways

    @property
    def is_https(self) -> bool:
        """Whether people reach the site by https, so that cookies and headers may insist on it."""
        return self.public_url.startswith("https://")


class _Reader:
    """Reads one setting after the other and keeps what is wrong with each."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.faults: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.environ.get(name, default).strip()

    def take(self, name: str, default: str, parse: Callable[[str], T], instead: T) -> T:
        try:
            return parse(self.text(name, default))
        except ValueError as fault:
            self.faults.append(f"{name} {fault}.")
            return instead


def _server(parts: SplitResult) -> Database:
    name = unquote(parts.path.lstrip("/"))
    if not name or not parts.hostname:
        raise ValueError("must name a host and a database: postgresql://user@host:5432/hamgam")
    return Database(
        engine="postgresql",
        name=name,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=parts.hostname,
        port=str(parts.port or ""),
        options=dict(parse_qsl(parts.query)),
    )


def database_at(address: str) -> Database:
    """The database an address names; ValueError with the rest of a sentence when it names none."""
    parts = urlsplit(address)
    if parts.scheme in {"postgresql", "postgres"}:
        return _server(parts)
    name = unquote(parts.path)[1:]
    if parts.scheme == "sqlite" and not parts.netloc and name:
        return Database(engine="sqlite", name=name, options={})
    raise ValueError(
        "must look like sqlite:////srv/hamgam.sqlite3 or postgresql://user@host/hamgam"
    )


def kept_key(home: Path) -> str:
    """The secret key kept beside the data; made at the first start, readable by its owner only."""
    place = home / "secret_key"
    try:
        if not place.exists():
            home.mkdir(parents=True, exist_ok=True)
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
        return place.read_text(encoding="ascii").strip()
    except OSError as error:
        sentence = f"HAMGAM_HOME must be a folder to write in, not {str(home)!r}: {error.strerror}."
        raise Nonsense((sentence,)) from error


def _oidc(reader: _Reader) -> Oidc | None:
    url = reader.take("HAMGAM_OIDC_URL", "", meant.optional_web_address, "")
    client, secret = reader.text("HAMGAM_OIDC_CLIENT"), reader.text("HAMGAM_OIDC_SECRET")
    given = [bool(url), bool(client), bool(secret)]
    if any(given) and not all(given):
        reader.faults.append(
            "HAMGAM_OIDC_URL, HAMGAM_OIDC_CLIENT, HAMGAM_OIDC_SECRET stand together or not at all."
        )
    name = reader.take("HAMGAM_OIDC_NAME", "", meant.claim, "")
    if name and not all(given):
        reader.faults.append("HAMGAM_OIDC_NAME means nothing without HAMGAM_OIDC_URL.")
    return Oidc(url=url, client=client, secret=secret, name=name) if all(given) else None


def _ldap(reader: _Reader) -> Ldap | None:
    found = Ldap(
        url=reader.take("HAMGAM_LDAP_URL", "", meant.directory_address, ""),
        people=reader.take("HAMGAM_LDAP_PEOPLE", "", meant.branch, ""),
        name=reader.take("HAMGAM_LDAP_NAME", "uid", meant.attribute, ""),
        reader=reader.take("HAMGAM_LDAP_READER", "", meant.branch, ""),
        secret=reader.text("HAMGAM_LDAP_SECRET"),
    )
    if bool(found.url) != bool(found.people):
        reader.faults.append("HAMGAM_LDAP_URL, HAMGAM_LDAP_PEOPLE stand together or not at all.")
    if bool(found.reader) != bool(found.secret):
        reader.faults.append("HAMGAM_LDAP_READER, HAMGAM_LDAP_SECRET stand together or not at all.")
    if found.url and find_spec("ldap3") is None:
        reader.faults.append("HAMGAM_LDAP_URL needs the extra: pip install 'hamgam[ldap]'.")
    return found if found.url else None


def _gateways(reader: _Reader) -> Gateways:
    found = Gateways(
        sms_url=reader.text("HAMGAM_SMS_URL"),
        sms_token=reader.text("HAMGAM_SMS_TOKEN"),
        bale_url=reader.text("HAMGAM_BALE_URL", BALE).rstrip("/"),
        bale_token=reader.text("HAMGAM_BALE_TOKEN"),
    )
    reader.faults += found.faults()
    return found


def _misspelt(environ: Mapping[str, str]) -> list[str]:
    """Settings that somebody meant to set and wrote otherwise; other programs' names are theirs."""
    ours = sorted(name for name in environ if name.startswith("HAMGAM_") and name not in KNOWN)
    return [
        f"{name} is no setting of Hamgam; {near[0]} is."
        for name in ours
        if (near := get_close_matches(name, KNOWN, n=1, cutoff=0.85))
    ]


def read(environ: Mapping[str, str]) -> Environment:
    """The installation's settings; raises Nonsense with a sentence for each that cannot be
    meant."""
    reader = _Reader(environ)
    home = Path(reader.text("HAMGAM_HOME") or "hamgam-data").absolute()
    default_database = f"sqlite:///{home / 'hamgam.sqlite3'}"
    reader.faults += _misspelt(environ)
    public_url = reader.take("HAMGAM_PUBLIC_URL", "http://127.0.0.1:8000", meant.web_address, "")
    nowhere: tuple[str, ...] = ()
    hosts = reader.take("HAMGAM_HOSTS", "", meant.hosts, nowhere)
    found = Environment(
        home=home,
        database=reader.take(
            "DATABASE_URL",
            default_database,
            database_at,
            Database(engine="sqlite", name="", options={}),
        ),
        secret_key=reader.take("HAMGAM_SECRET_KEY", "", meant.key, ""),
        debug=reader.take("HAMGAM_DEBUG", "0", meant.flag, False),
        demo=reader.take("HAMGAM_DEMO", "0", meant.flag, False),
        hosts=(*hosts, urlsplit(public_url).hostname or "localhost", "127.0.0.1", "localhost"),
        public_url=public_url,
        language=reader.take("HAMGAM_LANGUAGE", "fa", meant.one_of("fa", "en", "ar"), "fa"),
        time_zone=reader.take("HAMGAM_TIME_ZONE", "Asia/Tehran", meant.zone, "UTC"),
        city=reader.take("HAMGAM_CITY", "mashhad", meant.city, "mashhad"),
        log_level=reader.take(
            "HAMGAM_LOG_LEVEL", "INFO", meant.one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"
        ),
        proxies=reader.take("HAMGAM_PROXIES", "0", meant.count, 0),
        mail_url=reader.take("HAMGAM_MAIL_URL", "", meant.mail_address, ""),
        mail_from=reader.text("HAMGAM_MAIL_FROM", "hamgam@localhost"),
        anchor_mail=reader.take("HAMGAM_ANCHOR_MAIL", "", meant.mailbox, ""),
        map_style=reader.take("HAMGAM_MAP_STYLE", "", meant.optional_web_address, ""),
        map_tiles=reader.take("HAMGAM_MAP_TILES", "", meant.tiles, ""),
        oidc=_oidc(reader),
        ldap=_ldap(reader),
        gateways=_gateways(reader),
    )
    if reader.faults:
        raise Nonsense(tuple(reader.faults))
    return found


def mail_settings(address: str) -> dict[str, object]:
    """Django's mail settings for an smtp:// or smtps:// address."""
    parts = urlsplit(address)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }


def hosts_of(*addresses: str) -> list[str]:
    """The origins of those texts that are addresses, each once."""
    parts = [urlsplit(text) for text in addresses if text.startswith(("http://", "https://"))]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts})
