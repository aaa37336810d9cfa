"""What a city sets from outside, read once, typed, and refused when it makes no sense."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from hamgam.web.gateways import BALE, NAMES, Gateways

T = TypeVar("T")
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_MAILBOX = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")

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


def _flag(text: str) -> bool:
    if text.lower() not in {"1", "0", "true", "false", "yes", "no", ""}:
        raise ValueError(f"must be 1 or 0, not {text!r}")
    return text.lower() in {"1", "true", "yes"}


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > 9:
        raise ValueError(f"must be a number from 0 to 9, not {text!r}")
    return int(text)


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}, not {text!r}")
        return text

    return parse


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise ValueError(f"must be an address such as https://hamgam.example.ir, not {text!r}")
    return text.rstrip("/")


def _optional_web_address(text: str) -> str:
    return _web_address(text) if text else ""


def _mail_address(text: str) -> str:
    if text and urlsplit(text).scheme not in {"smtp", "smtps"}:
        raise ValueError("must be an address such as smtps://user:password@mail.example.ir:465")
    return text


def _tiles(text: str) -> str:
    if text.startswith(("http://", "https://")):
        return _web_address(text)
    if text and not (text.endswith(".pmtiles") and Path(text).is_file()):
        raise ValueError(f"must be a .pmtiles file or its address, not {text!r}")
    return text


def _mailbox(text: str) -> str:
    if text and not _MAILBOX.fullmatch(text):
        raise ValueError(f"must be one mail address, not {text!r}")
    return text


def _zone(text: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"must name a time zone such as Asia/Tehran, not {text!r}") from None
    return text


def _key(text: str) -> str:
    if text and len(text) < 32:
        raise ValueError("must be at least 32 characters long")
    return text


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
    if not place.exists():
        home.mkdir(parents=True, exist_ok=True)
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return place.read_text(encoding="ascii").strip()


def _oidc(reader: _Reader) -> Oidc | None:
    url = reader.take("HAMGAM_OIDC_URL", "", _optional_web_address, "")
    client, secret = reader.text("HAMGAM_OIDC_CLIENT"), reader.text("HAMGAM_OIDC_SECRET")
    given = [bool(url), bool(client), bool(secret)]
    if any(given) and not all(given):
        reader.faults.append(
            "HAMGAM_OIDC_URL, HAMGAM_OIDC_CLIENT, HAMGAM_OIDC_SECRET stand together or not at all."
        )
    name = reader.take("HAMGAM_OIDC_NAME", "", _claim, "")
    if name and not all(given):
        reader.faults.append("HAMGAM_OIDC_NAME means nothing without HAMGAM_OIDC_URL.")
    return Oidc(url=url, client=client, secret=secret, name=name) if all(given) else None


def _directory_address(text: str) -> str:
    parts = urlsplit(text)
    plain = parts.path in {"", "/"} and not parts.query and parts.username is None
    if text and not (parts.scheme in {"ldap", "ldaps"} and parts.hostname and plain):
        raise ValueError(f"must be an address such as ldaps://directory.example.ir, not {text!r}")
    return text


def _attribute(text: str) -> str:
    if not _ATTRIBUTE.fullmatch(text):
        raise ValueError(f"must name an attribute such as uid or sAMAccountName, not {text!r}")
    return text


def _claim(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", text):
        raise ValueError(f"must name a claim such as preferred_username, not {text!r}")
    return text


def _branch(text: str) -> str:
    if text and not all("=" in part for part in text.split(",")):
        raise ValueError(f"must be a name such as ou=people,dc=example,dc=ir, not {text!r}")
    return text


def _ldap(reader: _Reader) -> Ldap | None:
    found = Ldap(
        url=reader.take("HAMGAM_LDAP_URL", "", _directory_address, ""),
        people=reader.take("HAMGAM_LDAP_PEOPLE", "", _branch, ""),
        name=reader.take("HAMGAM_LDAP_NAME", "uid", _attribute, ""),
        reader=reader.take("HAMGAM_LDAP_READER", "", _branch, ""),
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
    public_url = reader.take("HAMGAM_PUBLIC_URL", "http://127.0.0.1:8000", _web_address, "")
    hosts = tuple(h.strip() for h in reader.text("HAMGAM_HOSTS").split(",") if h.strip())
    found = Environment(
        home=home,
        database=reader.take(
            "DATABASE_URL",
            default_database,
            database_at,
            Database(engine="sqlite", name="", options={}),
        ),
        secret_key=reader.take("HAMGAM_SECRET_KEY", "", _key, ""),
        debug=reader.take("HAMGAM_DEBUG", "0", _flag, False),
        demo=reader.take("HAMGAM_DEMO", "0", _flag, False),
        hosts=(*hosts, urlsplit(public_url).hostname or "localhost", "127.0.0.1", "localhost"),
        public_url=public_url,
        language=reader.take("HAMGAM_LANGUAGE", "fa", _one_of("fa", "en", "ar"), "fa"),
        time_zone=reader.take("HAMGAM_TIME_ZONE", "Asia/Tehran", _zone, "UTC"),
        city=reader.text("HAMGAM_CITY", "mashhad"),
        log_level=reader.take(
            "HAMGAM_LOG_LEVEL", "INFO", _one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"
        ),
        proxies=reader.take("HAMGAM_PROXIES", "0", _count, 0),
        mail_url=reader.take("HAMGAM_MAIL_URL", "", _mail_address, ""),
        mail_from=reader.text("HAMGAM_MAIL_FROM", "hamgam@localhost"),
        anchor_mail=reader.take("HAMGAM_ANCHOR_MAIL", "", _mailbox, ""),
        map_style=reader.take("HAMGAM_MAP_STYLE", "", _optional_web_address, ""),
        map_tiles=reader.take("HAMGAM_MAP_TILES", "", _tiles, ""),
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
