"""The three languages are complete where people see them: in the sentences, and on every page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from shapely.geometry import LineString, box
from tests.platform.conftest import TESTER, City
from tests.platform.web import walk
from tests.platform.web.test_rights_matrix import BACKEND

from hamgam.agencies.acting import deed, job
from hamgam.agencies.actions.people import delegate
from hamgam.agencies.models import Person
from hamgam.agencies.rights import Right
from hamgam.agencies.vocabulary import Role
from hamgam.engine.works import Activity, Stage, ZoneKind
from hamgam.kit.words import Language, sentences
from hamgam.ledger.signing import signed
from hamgam.register.actions import projects, promises
from hamgam.register.actions.ground import Drawn, draw_street, draw_zone
from hamgam.register.actions.rules import try_rule
from hamgam.register.actions.works import record_work
from hamgam.register.models import Finding
from hamgam.register.raising import raise_items
from hamgam.register.values import WorkValues
from hamgam.web.waiting import KINDS

HOLE = re.compile(r"\{[^}]*\}")
ISOLATED = re.compile("\u2066[^\u2069]*\u2069")
LATIN = re.compile(r"[A-Za-z]+")
ARABIC_SCRIPT = re.compile("[\u0600-\u06ff]")
FORMATS = {
    "CSV",
    "JSON",
    "MSPDI",
    "Microsoft",
    "Project",
    "csv",
    "xlsx",
    "ods",
    "ODS",
    "Excel",
    "GeoJSON",
    "geojson",
    "XML",
    "TOML",
    "zip",
    "KML",
    "JPEG",
    "PNG",
    "PDF",
}
COMMANDS = {"hamgam", "audit", "verify", "plan", "demo", "serve", "out", "today", "summary"}
OPTIONS = {"template", "OUT", "help", "what", "if", "seconds", "work"}
COLUMNS = {"zone", "project", "task", "PT", "H", "M", "S"}
"""As a file of plans writes them; a duration is `PT40H0M0S`."""
KEYS = {"Ctrl", "C", "K", "Enter", "Esc", "j", "k", "o", "r"}
FILES = {
    "json",
    "html",
    "ics",
    "findings",
    "tour",
    "SHA",
    "SUMS",
    "WKT",
    "POINT",
    "x",
    "y",
    "true",
    "false",
}
NAMES = FORMATS | COMMANDS | OPTIONS | COLUMNS | KEYS | FILES | {"If", "Match", "English", "rtl"}
"""What is written in Latin letters in every language: names of formats, commands, keys."""
TYPED = ("misread.hint_sum",)
"""Show what is typed into a Persian sheet, in every language."""
NOT_SENTENCES = ("findings.language.direction", "page.en", "page.fa", "page.ar")


@pytest.mark.parametrize("language", [Language.FA, Language.AR])
def test_no_foreign_word_is_left_in_a_sentence(language: Language) -> None:
    left = {
        f"{key}: {word}"
        for key, text in sentences(language).items()
        if key not in NOT_SENTENCES
        for word in LATIN.findall(HOLE.sub("", text))
        if word not in NAMES
    }
    assert left == set()


def test_english_sentences_are_english() -> None:
    quoted = {"uploads.hint_date", "uploads.hint_address", "help.answer_6", *TYPED}
    told = sentences(Language.EN).items()
    left = [k for k, t in told if ARABIC_SCRIPT.search(t) and k not in {*NOT_SENTENCES, *quoted}]
    assert left == []


def test_arabic_is_written_with_arabic_letters_and_digits() -> None:
    wrong = [
        key
        for key, text in sentences(Language.AR).items()
        if key not in {*NOT_SENTENCES, *TYPED}
        and re.search("[یکپچژگ۰-۹]", HOLE.sub("", text).replace("همگام", ""))
    ]
    assert wrong == []


class _Texts(HTMLParser):
    """The text that a reader of the page's language reads: not what is marked as another's."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "use", "path", "rect", "circle"})
    SKIPPED = frozenset({"script", "style", "code", "kbd", "textarea", "defs"})

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.depth, self.stack = language, 0, list[tuple[str, bool]]()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        for name in ("aria-label", "title", "placeholder", "alt"):
            if told.get(name) and told.get("lang") in {None, self.language}:
                self._take(str(told[name]))
        if tag in self.VOID:
            return
        foreign = told.get("lang") not in {None, self.language} or told.get("dir") == "ltr"
        skips = tag in self.SKIPPED or (foreign and tag != "html")
        self.stack.append((tag, skips))
        self.depth += skips

    def handle_endtag(self, tag: str) -> None:
        while self.stack:
            name, skips = self.stack.pop()
            self.depth -= skips
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self._take(data)

    def _take(self, text: str) -> None:
        if text.strip():
            self.found.append(" ".join(text.split()))


def texts_of(page: str, language: str) -> list[str]:
    reader = _Texts(language)
    reader.feed(page)
    return reader.found


NAMES_OF = {
    "municipality": ("Municipality", "البلدية"),
    "civil": ("Civil works", "الأعمال المدنية"),
    "water": ("Water", "المياه"),
    "gas": ("Gas", "الغاز"),
    "governorate": ("Governorate", "القائمقامية"),
}


def furnish_in_latin(city: City) -> dict[str, list[str]]:
    """A register whose own texts are in Latin letters, so that every other letter on an English
    page is the site's; ids by the name of the path parameter."""
    with signed(TESTER):
        for key, (english, arabic) in NAMES_OF.items():
            agency = city.agencies[key]
            agency.name_en, agency.name_ar = english, arabic
            agency.save()
    street = LineString([(59.60, 36.29), (59.61, 36.29)])
    names = {"fa": "Elm", "en": "Elm", "ar": "Elm"}
    draw_street(by=job("tests"), drawn=Drawn(key="main_street", names=names, geometry=street))
    area = box(59.59, 36.28, 59.62, 36.30)
    draw_zone(
        by=job("tests"),
        drawn=Drawn(key="civil", names=names, geometry=area),
        kind=ZoneKind.DISTRICT,
    )
    for number, key in enumerate(("water", "gas", "civil", "civil")):
        values = WorkValues(
            title=f"Pipe {'abcd'[number]}",
            street="Elm",
            activity=Activity.EXCAVATION,
            stage=Stage.PLANNED,
            geometry=LineString([(59.60, 36.29), (59.602, 36.29)]),
            begins=city.today + timedelta(days=5),
            ends=city.today + timedelta(days=25),
        )
        row = record_work(by=city.acting(key), agency=city.agencies[key], values=values)
    project = _late_project(city)
    for key in ("civil", "municipality", "governorate"):
        promise = promises.Promise(text="Move the pole", due=city.today - timedelta(days=3))
        by = city.acting(key, Role.HEAD)
        promises.record_commitment(by=by, agency=city.agencies[key], promise=promise)
    by = city.acting("civil")
    trial = try_rule(by=by, rule="notice", told={"least.working_days": 30}, today=city.today)
    with deed(job("tests")):
        raise_items(city.today)
    head = city.person("municipality", Role.HEAD)
    delegate(
        by=city.acting("municipality", Role.HEAD),
        post=head.posts.get(),
        to=city.person("civil", Role.DEPUTY),
        rights=[Right.READ_INBOX],
        span=(city.today, city.today),
    )
    return {
        "work_id": [row.public_id],
        "project_id": [project],
        "identity": [str(Finding.objects.values_list("identity", flat=True)[0])],
        "rule_id": ["notice", "collision", "season.nowruz"],
        "trial_id": [trial.public_id],
        "key": ["main_street"],
    }


def _late_project(city: City) -> str:
    first = city.today - timedelta(days=400)
    agency, by = city.agencies["civil"], city.acting("civil")
    values = projects.ProjectValues(title="Bridge", begins=first, ends=first + timedelta(days=90))
    row = projects.record_project(by=by, agency=agency, values=values)
    reported = projects.Reported(on=city.today - timedelta(days=50), physical_permille=400)
    projects.record_progress(
        by=city.acting("civil", Role.FIELD), project=row.public_id, reported=reported
    )
    return str(row.public_id)


ROOMS = {"", "agencies", "help", "history", "inbox", "map", "overlaps", "projects", "promises"}
ROOMS |= {"rules", "seasons", "story", "streets", "works"}
"""The pages of the register and the house; other capabilities test their own words."""


def addresses(made: dict[str, list[str]]) -> Iterator[str]:
    for pattern, _ in walk.pages():
        if pattern.partition("/")[0] not in ROOMS or pattern.endswith((".json", ".pdf", ".xlsx")):
            continue
        if "<" not in pattern:
            yield f"/{pattern}"
            continue
        before, _, rest = pattern.partition("<")
        told, _, after = rest.partition(">")
        name = told.partition(":")[2]
        if "<" in after or after.rsplit("/", 1)[-1] not in {"", "edit", "withdraw"}:
            continue
        if name == "key" and not before.startswith("streets"):
            continue
        for value in made.get(name, []):
            yield f"/{before}{value}{after}"


PEOPLE = (
    ("municipality", Role.HEAD),
    ("governorate", Role.HEAD),
    ("civil", Role.DEPUTY),
    ("civil", Role.SECRETARY),
    ("water", Role.OFFICER),
    ("civil", Role.FIELD),
    ("governorate", Role.COUNCIL),
    ("municipality", Role.ADMINISTRATOR),
)
KEY = re.compile(r"\b[a-z_]+\.[a-z][a-z0-9_]+\b")


ID = re.compile(r"[a-z]-[0-9a-z]{13}")


def told(text: str) -> str:
    """A text without what is written alike in every language: ids, and days for machines."""
    return ID.sub("", ISOLATED.sub("", text))


def faults(texts: list[str], language: str) -> Iterator[str]:
    known = {key.partition(".")[0] for key in sentences(Language.FA)}
    for text in texts:
        for key in KEY.findall(text):
            if key.partition(".")[0] in known and key not in {"season.nowruz"}:
                yield f"a key is left: {text[:80]}"
        if language == "en" and ARABIC_SCRIPT.search(re.sub("«[^»]*»", "", text)):
            yield f"not English: {text[:80]}"
        is_quoted = re.search("[A-Za-z]{3,}", text) is not None
        if language != "en" and not is_quoted and re.search("[0-9]", told(text)):
            yield f"Latin digits: {text[:80]}"


def test_every_kind_of_waiting_thing_has_its_name() -> None:
    for language in Language:
        nameless = [kind for kind in KINDS if f"inbox_kinds.{kind}" not in sentences(language)]
        assert nameless == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar", "fa"])
def test_every_page_speaks_the_readers_language(city: City, language: str) -> None:
    made = furnish_in_latin(city)
    found: set[str] = set()
    pages = 0
    for agency, role in PEOPLE:
        client = Client()
        person = city.person(agency, role)
        with signed(TESTER):
            Person.objects.filter(pk=person.pk).update(full_name="Ann Reader")
        client.force_login(person, backend=BACKEND)
        client.cookies["django_language"] = language
        every = role in {Role.SECRETARY, Role.ADMINISTRATOR} or agency == "municipality"
        for address in ["/", "/inbox/", *(addresses(made) if every else ())]:
            answer = client.get(address)
            if answer.status_code != 200 or "text/html" not in answer.headers["Content-Type"]:
                continue
            pages += 1
            texts = texts_of(answer.content.decode(), language)
            found |= {f"{address}: {fault}" for fault in faults(texts, language)}
    assert sorted(found) == []
    assert pages > 60
