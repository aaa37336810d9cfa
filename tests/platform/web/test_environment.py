from __future__ import annotations

import stat
from pathlib import Path

import pytest

from hamgam.web.environment import Nonsense, database_at, kept_key, mail_settings, read


def test_nothing_set_gives_a_whole_installation(tmp_path: Path) -> None:
    found = read({"HAMGAM_HOME": str(tmp_path)})
    assert found.database.engine == "sqlite"
    assert found.database.name == str(tmp_path / "hamgam.sqlite3")
    assert (found.language, found.time_zone, found.debug) == ("fa", "Asia/Tehran", False)
    assert not found.is_https


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("HAMGAM_DEBUG", "perhaps", "1 or 0"),
        ("HAMGAM_LANGUAGE", "fr", "fa, en, ar"),
        ("HAMGAM_PUBLIC_URL", "hamgam.ir", "https://"),
        ("HAMGAM_TIME_ZONE", "Asia/Mashad", "time zone"),
        ("HAMGAM_PROXIES", "-1", "0 to 9"),
        ("HAMGAM_SECRET_KEY", "short", "32 characters"),
        ("HAMGAM_MAIL_URL", "mail.example.ir", "smtps://"),
        ("HAMGAM_ANCHOR_MAIL", "the archive", "one mail address"),
        ("HAMGAM_ANCHOR_MAIL", "a@b.ir, c@d.ir", "one mail address"),
        ("HAMGAM_LDAP_NAME", "uid)(", "attribute"),
        ("HAMGAM_LDAP_URL", "ldaps://directory.example.ir", "together"),
        ("HAMGAM_LDAP_READER", "cn=hamgam,dc=example", "together"),
        ("HAMGAM_LDAP_READER", "hamgam", "ou=people"),
        ("HAMGAM_LDAP_URL", "https://directory.example.ir", "ldaps://"),
        ("HAMGAM_LDAP_URL", "ldaps://me:secret@directory.example.ir", "ldaps://"),
        ("HAMGAM_OIDC_NAME", "preferred username", "claim"),
        ("HAMGAM_OIDC_NAME", "preferred_username", "without"),
        ("HAMGAM_OIDC_URL", "https://sso.example.ir", "together"),
        ("HAMGAM_LOG_LEVEL", "loud", "DEBUG"),
        ("HAMGAM_LANGAUGE", "fa", "no setting"),
        ("HAMGAM_CITY", "atlantis", "mashhad"),
        ("HAMGAM_HOSTS", "https://hamgam.example.ir", "names"),
        ("HAMGAM_HOSTS", "one two", "names"),
        ("HAMGAM_PUBLIC_URL", "https://hamgam.example.ir:99999", "port"),
        ("HAMGAM_MAIL_URL", "smtp://mail.example.ir:x", "port"),
        ("DATABASE_URL", "mysql://x", "sqlite:////"),
        ("DATABASE_URL", "postgresql://", "host and a database"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(name: str, value: str, word: str) -> None:
    with pytest.raises(Nonsense) as refusal:
        read({name: value})
    (sentence,) = refusal.value.sentences
    assert sentence.startswith(name)
    assert word in sentence
    assert sentence.endswith(".")


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(Nonsense) as refusal:
        read({"HAMGAM_DEBUG": "perhaps", "HAMGAM_LANGUAGE": "fr"})
    assert len(refusal.value.sentences) == 2


def test_a_database_address_is_taken_apart() -> None:
    found = database_at("postgresql://ali:p%40ss@db.example.ir:5433/hamgam?sslmode=require")
    assert (found.user, found.password, found.host) == ("ali", "p@ss", "db.example.ir")
    assert (found.port, found.name, found.options) == ("5433", "hamgam", {"sslmode": "require"})
    assert database_at("sqlite:////srv/h.sqlite3").name == "/srv/h.sqlite3"


def test_the_key_is_made_once_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    key = kept_key(tmp_path / "new")
    assert len(key) >= 32
    assert kept_key(tmp_path / "new") == key
    assert stat.S_IMODE((tmp_path / "new" / "secret_key").stat().st_mode) == 0o600


def test_a_home_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    with pytest.raises(Nonsense, match="HAMGAM_HOME must be a folder to write in"):
        kept_key(tmp_path / "file" / "home")


def test_a_mail_address_becomes_settings() -> None:
    found = mail_settings("smtps://u:p@mail.example.ir")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.ir", 465)
    assert found["EMAIL_USE_SSL"] is True


def test_a_directory_is_told_in_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "HAMGAM_LDAP_URL": "ldaps://directory.example.ir:636",
        "HAMGAM_LDAP_PEOPLE": "ou=people,dc=example,dc=ir",
    }
    found = read(told).ldap
    assert found is not None
    assert (found.name, found.reader) == ("uid", "")
    assert read({}).ldap is None
    monkeypatch.setattr("hamgam.web.environment.find_spec", lambda _: None)
    with pytest.raises(Nonsense, match=r"hamgam\[ldap\]"):
        read(told)
