"""What each setting may be: the text of one setting to its value, ValueError with the rest of a
sentence for what cannot be meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from hamgam.exchange.city.folders import OWN_CITIES, city_folder
from hamgam.exchange.city.values import CityError

_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_HOST = re.compile(r"\*|\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[[0-9a-fA-F:]+\]")
_MAILBOX = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")


def flag(text: str) -> bool:
    """Yes or no."""
    if text.lower() not in {"1", "0", "true", "false", "yes", "no", ""}:
        raise ValueError(f"must be 1 or 0, not {text!r}")
    return text.lower() in {"1", "true", "yes"}


def count(text: str) -> int:
    """A number from 0 to 9."""
    if not text.isdecimal() or int(text) > 9:
        raise ValueError(f"must be a number from 0 to 9, not {text!r}")
    return int(text)


def one_of(*allowed: str) -> Callable[[str], str]:
    """One of a few words."""

    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}, not {text!r}")
        return text

    return parse


def web_address(text: str) -> str:
    """An address of the web, without the last stroke."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise ValueError(f"must be an address such as https://hamgam.example.ir, not {text!r}")
    _port(parts)
    return text.rstrip("/")


def _port(parts: SplitResult) -> None:
    try:
        parts.port  # noqa: B018 - it is read to be refused
    except ValueError:
        raise ValueError(f"must have a port from 1 to 65535, not {parts.netloc!r}") from None


def optional_web_address(text: str) -> str:
    """An address of the web, or nothing."""
    return web_address(text) if text else ""


def mail_address(text: str) -> str:
    """The address of a mail server, or nothing."""
    if text and urlsplit(text).scheme not in {"smtp", "smtps"}:
        raise ValueError("must be an address such as smtps://user:password@mail.example.ir:465")
    _port(urlsplit(text))
    return text


def hosts(text: str) -> tuple[str, ...]:
    """Names by which the site is reached, with commas between."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if not _HOST.fullmatch(name):
            raise ValueError(f"must be names as in hamgam.example.ir,10.0.0.5, not {name!r}")
    return names


def city(text: str) -> str:
    """One of Hamgam's cities, or a folder of the same form."""
    try:
        city_folder(text)
    except CityError:
        known = ", ".join(sorted(path.name for path in OWN_CITIES.iterdir() if path.is_dir()))
        raise ValueError(f"must be {known} or a folder with city.toml, not {text!r}") from None
    return text


def tiles(text: str) -> str:
    """A PMTiles file or its address, or nothing."""
    if text.startswith(("http://", "https://")):
        return web_address(text)
    if text and not (text.endswith(".pmtiles") and Path(text).is_file()):
        raise ValueError(f"must be a .pmtiles file or its address, not {text!r}")
    return text


def mailbox(text: str) -> str:
    """One mail address, or nothing."""
    if text and not _MAILBOX.fullmatch(text):
        raise ValueError(f"must be one mail address, not {text!r}")
    return text


def zone(text: str) -> str:
    """A time zone."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"must name a time zone such as Asia/Tehran, not {text!r}") from None
    return text


def key(text: str) -> str:
    """A secret key long enough to be one."""
    if text and len(text) < 32:
        raise ValueError("must be at least 32 characters long")
    return text


def directory_address(text: str) -> str:
    """The address of a directory, or nothing."""
    parts = urlsplit(text)
    plain = parts.path in {"", "/"} and not parts.query and parts.username is None
    if text and not (parts.scheme in {"ldap", "ldaps"} and parts.hostname and plain):
        raise ValueError(f"must be an address such as ldaps://directory.example.ir, not {text!r}")
    return text


def attribute(text: str) -> str:
    """The name of an attribute in a directory."""
    if not _ATTRIBUTE.fullmatch(text):
        raise ValueError(f"must name an attribute such as uid or sAMAccountName, not {text!r}")
    return text


def claim(text: str) -> str:
    """The name of a claim, or nothing."""
    if text and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,63}", text):
        raise ValueError(f"must name a claim such as preferred_username, not {text!r}")
    return text


def branch(text: str) -> str:
    """A distinguished name in a directory, or nothing."""
    if text and not all("=" in part for part in text.split(",")):
        raise ValueError(f"must be a name such as ou=people,dc=example,dc=ir, not {text!r}")
    return text
