"""Rule packs are read, inherited, and refused with file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from hamgam.engine.findings import Consequence
from hamgam.engine.overlaps.rules import Period, RulePack, Source, TimeOp
from hamgam.exchange.misread import Misread
from hamgam.exchange.rulepack import load_pack, pack_names, read_pack
from hamgam.exchange.toml_lines import key_lines, line_of

HEAD = """pack = "mine"
version = "1"
jurisdiction = "here"
title = { fa = "من", en = "mine", ar = "لي" }
"""
RULE = """
[[rules]]
id = "r"
kind = "collision"
agencies = "different"
a = { kind = "work" }
b = { kind = "work" }
space = { within_m = 10 }
time = "overlap"
consequence = "warn"
severity = "low"
sentence = { fa = "{a}", en = "{a}", ar = "{a}" }
source = { publisher = "us" }
"""
FIRST = 6
"""The line on which RULE's [[rules]] stands after HEAD."""


def written(tmp_path: Path, text: str, name: str = "mine.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def misread(tmp_path: Path, text: str) -> list[Misread]:
    found = read_pack(written(tmp_path, text))
    assert isinstance(found, list)
    return found


def read(tmp_path: Path, text: str) -> RulePack:
    found = read_pack(written(tmp_path, text))
    assert isinstance(found, RulePack), found
    return found


def changed(old: str, new: str) -> str:
    assert old in RULE
    return HEAD + RULE.replace(old, new)


REFUSED = [
    ('kind = "collision"', 'kind = "crash"', 2, "'crash' is none of"),
    ('kind = "collision"', 'kind = "collision"\ncolour = "red"', 3, "unknown key"),
    ('a = { kind = "work" }', 'a = { kinds = "work" }', 4, "unknown key 'kinds'"),
    ('a = { kind = "work" }', "a = { kind = [] }", 4, "empty"),
    ('a = { kind = "work" }', 'a = { kind = ["work", "work"] }', 4, "twice"),
    ('a = { kind = "work" }', "a = { area_m2 = { over = 50, at_most = 3 } }", 4, "nothing lies"),
    ('a = { kind = "work" }', "a = { area_m2 = { over = 5, at_least = 3 } }", 4, "one side"),
    ('a = { kind = "work" }', "a = { area_m2 = {} }", 4, "no bound"),
    ('a = { kind = "work" }', "a = { emergency = 1 }", 4, "true or false"),
    ('a = { kind = "work" }', "a = { zone_reach_m = 3 }", 4, "names no zone"),
    ('a = { kind = "work" }', "a = { told = {} }", 4, "columns"),
    ("space = { within_m = 10 }", "space = { within_m = -1 }", 6, "no measure"),
    ("space = { within_m = 10 }", "space = { within_m = true }", 6, "a number was expected"),
    ("space = { within_m = 10 }", 'space = { reach = "gone" }', 6, "no table of reaches"),
    ("space = { within_m = 10 }", "space = {}", 6, "crossing"),
    ('time = "overlap"', 'time = "often"', 7, "'often' is none of"),
    ('time = "overlap"', "time = { days = 3 }", 7, "no op"),
    ('time = "overlap"', 'time = { op = "within" }', 7, "no gap"),
    ('time = "overlap"', 'time = { op = "within", days = -3 }', 7, "negative"),
    ('time = "overlap"', 'time = { op = "overlap", years = 3 }', 7, "only days"),
    ('time = "overlap"', 'time = { op = "after" }', 7, "period"),
    ('time = "overlap"', 'time = { op = "after", years = -1 }', 7, "negative"),
    ('time = "overlap"', 'time = { op = "after", years = 1, periods = "x" }', 7, "no table"),
    ('consequence = "warn"', 'consequence = "shout"', 8, "'shout' is none of"),
    ('severity = "low"', 'severity = "low"\nprecedence = 1.5', 10, "whole number"),
    ('severity = "low"', 'severity = "low"\nvalid_from = "2027"', 10, "a date"),
    (
        'severity = "low"',
        'severity = "low"\nvalid_from = 2027-01-02\nvalid_to = 2027-01-01',
        11,
        "never in force",
    ),
    ('severity = "low"', 'severity = "low"\nexemptions = [{}]', 10, "leaves no rule"),
    ('severity = "low"', 'severity = "low"\ngrades = [{}]', 10, "no severity"),
    ('sentence = { fa = "{a}", en = "{a}", ar = "{a}" }', 'sentence = { fa = "x" }', 10, "en, ar"),
    ('ar = "{a}"', 'ar = "{c}"', 10, "placeholder {c}"),
    ('ar = "{a}"', 'ar = "{a"', 10, "brace"),
    ('sentence = { fa = "{a}", en = "{a}", ar = "{a}" }', 'sentence = "x"', 10, "no table"),
    ('source = { publisher = "us" }', 'source = { document = "x" }', 11, "publisher"),
    ('source = { publisher = "us" }\n', "", 0, "source is missing"),
    ('time = "overlap"\n', "", 0, "either space and time"),
    ('time = "overlap"', 'time = "overlap"\ntest = "applies"', 0, "either space and time"),
]


@pytest.mark.parametrize(("old", "new", "below", "reason"), REFUSED)
def test_what_cannot_stand_is_refused_on_its_line(
    tmp_path: Path, old: str, new: str, below: int, reason: str
) -> None:
    (fault, *others) = misread(tmp_path, changed(old, new))
    assert fault.where == f"mine.toml, line {FIRST + below}"
    assert reason in fault.reason
    assert not others


SINGLE = """
[[rules]]
id = "s"
kind = "notice"
a = { kind = "work" }
test = TEST
consequence = "warn"
severity = "low"
sentence = { fa = "{a}", en = "{a}", ar = "{a}" }
source = { publisher = "us" }
"""


@pytest.mark.parametrize(
    ("test", "reason"),
    [
        ('"dance"', "none of"),
        ("{ at_least = { days = 1 } }", "no op"),
        ('{ op = "notice" }', "no limit"),
        ('{ op = "notice", at_least = {} }', "empty"),
        ('{ op = "extent" }', "no limit"),
        ('{ op = "season", at_least = { days = 1 } }', "nothing to do with at_least"),
        ('{ op = "season", closures = ["Z"] }', "none of X"),
        ('"applies"\nagencies = "same"', "one side"),
        ('"applies"\nb = {}', "one side"),
    ],
)
def test_a_rule_on_single_works_is_refused_too(tmp_path: Path, test: str, reason: str) -> None:
    (fault,) = misread(tmp_path, HEAD + SINGLE.replace("TEST", test))
    assert reason in fault.reason
    assert fault.where.startswith("mine.toml, line 1")


def test_rules_of_one_scope_and_precedence_must_agree(tmp_path: Path) -> None:
    other = RULE.replace('"r"', '"q"').replace('"warn"', '"block"')
    (fault,) = misread(tmp_path, HEAD + RULE + other)
    assert fault.where == f"mine.toml, line {FIRST + 13 + 8}"
    assert "'q' has the scope and precedence of 'r'" in fault.reason


@pytest.mark.parametrize(
    "change",
    [
        ('consequence = "block"', 'consequence = "warn"'),
        ('severity = "low"', 'severity = "low"\nprecedence = 1'),
        ('severity = "low"', 'severity = "low"\njurisdiction = "elsewhere"'),
        ('a = { kind = "work" }', 'a = { kind = "event" }'),
        ("within_m = 10", "within_m = 11"),
        ('severity = "low"', 'severity = "low"\nvalid_from = 2030-01-01'),
    ],
)
def test_rules_that_differ_in_scope_may_disagree(tmp_path: Path, change: tuple[str, str]) -> None:
    first = RULE.replace('severity = "low"', 'severity = "low"\nvalid_to = 2029-12-31')
    other = first if "valid_from" not in change[1] else RULE
    other = other.replace('"r"', '"q"').replace('"warn"', '"block"').replace(*change)
    assert len(read(tmp_path, HEAD + first + other).rules) == 2


def test_the_sides_of_a_symmetric_rule_have_no_order(tmp_path: Path) -> None:
    event = RULE.replace('a = { kind = "work" }', 'a = { kind = "event" }')
    turned = (
        RULE.replace('b = { kind = "work" }', 'b = { kind = "event" }')
        .replace('"r"', '"q"')
        .replace('"warn"', '"block"')
    )
    assert "scope" in misread(tmp_path, HEAD + event + turned)[0].reason


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    (fault,) = misread(tmp_path, HEAD + RULE + RULE)
    assert (fault.where, fault.value) == (f"mine.toml, line {FIRST + 13 + 1}", "r")


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = changed('kind = "collision"', 'kind = "crash"').replace('"warn"', '"shout"')
    lines = [fault.where for fault in misread(tmp_path, text.replace('pack = "mine"\n', ""))]
    assert len(lines) == 3


@pytest.mark.parametrize("text", ["pack = ", "\x00", "rules = 3\n" + HEAD, "reaches = 3\n" + HEAD])
def test_a_file_that_is_no_pack_is_one_sentence(tmp_path: Path, text: str) -> None:
    (fault,) = misread(tmp_path, text)
    assert fault.where.startswith("mine.toml")


def test_a_missing_file_and_bytes_are_one_sentence(tmp_path: Path) -> None:
    assert isinstance(read_pack(tmp_path / "none.toml"), list)
    path = tmp_path / "bytes.toml"
    path.write_bytes(b"\xff\xfe\x00")
    (fault,) = read_pack(path)  # type: ignore[misc]  # a list: bytes are no pack
    assert "text" in fault.reason
    with pytest.raises(ValueError, match="no such file"):
        load_pack("no-such-pack")


HEIR = """pack = "heir"
version = "2"
jurisdiction = "there"
extends = "mine"
drops = ["s"]
title = { fa = "وارث", en = "heir", ar = "وارث" }
"""


def test_an_heir_takes_drops_and_replaces_rules_under_its_own_jurisdiction(tmp_path: Path) -> None:
    tables = "\n[periods]\nlong = [{ years = 9 }]\n[reaches]\nwide = [{ metres = 30 }]\n"
    other = RULE.replace('"r"', '"t"').replace("within_m = 10", "within_m = 30")
    plain = SINGLE.replace("TEST", '"applies"')
    written(tmp_path, HEAD + tables + RULE + other + plain)
    own = RULE.replace('"warn"', '"block"').replace(
        '"overlap"', '{ op = "after", periods = "long" }'
    )
    found = read_pack(written(tmp_path, HEIR + own, "heir.toml"))
    assert isinstance(found, RulePack)
    assert (found.extends, found.jurisdiction) == ("mine", "there")
    rules = {rule.id: rule for rule in found.rules}
    assert set(rules) == {"r", "t"}
    assert rules["r"].consequence is Consequence.BLOCK
    assert rules["r"].time
    assert rules["r"].time.op is TimeOp.AFTER
    assert rules["r"].time.periods[0].lasts == Period(years=9)
    assert rules["t"].jurisdiction == "there"


def test_heirs_are_refused_for_rings_and_for_what_is_not_there(tmp_path: Path) -> None:
    ring = HEIR.replace('"mine"', '"heir"').replace('drops = ["s"]\n', "")
    assert "ring" in read_pack(written(tmp_path, ring, "heir.toml"))[0].reason  # type: ignore[index]  # a list
    written(tmp_path, HEAD + RULE)
    found = read_pack(written(tmp_path, HEIR, "heir.toml"))
    assert isinstance(found, list)
    assert [(fault.where, fault.value) for fault in found] == [("heir.toml, line 5", "s")]


def test_a_parent_s_faults_are_told_with_the_parent_s_file(tmp_path: Path) -> None:
    written(tmp_path, changed('"warn"', '"shout"'))
    found = read_pack(written(tmp_path, HEIR.replace('drops = ["s"]\n', ""), "heir.toml"))
    assert isinstance(found, list)
    assert found[0].where == f"mine.toml, line {FIRST + 8}"


@pytest.mark.parametrize("name", ["default", "ir-mashhad", "be-flanders", "world"])
def test_the_product_s_packs_can_be_used(name: str) -> None:
    found = load_pack(name)
    assert name in pack_names()
    assert found.key == name
    assert found.rules


@pytest.mark.parametrize("name", ["default", "ir-mashhad"])
def test_a_city_that_speaks_persian_cites_in_persian_and_arabic(name: str) -> None:
    for rule in load_pack(name).rules:
        cited = {language: rule.source.cited(language) for language in ("fa", "ar", "en")}
        assert len(set(cited.values())) == 3, rule.id
        assert cited["en"].startswith(rule.source.publisher)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("yjc.ir/fa/news/8486686", "https://yjc.ir/fa/news/8486686"),
        ("http://old.ir/a", "http://old.ir/a"),
        ("javascript:alert(1)", ""),
        ("clause 7", ""),
        ("", ""),
    ],
)
def test_an_address_leads_to_a_web_page_or_nowhere(address: str, link: str) -> None:
    assert Source(publisher="x", address=address).link == link


def test_lines_of_keys_survive_headers_strings_and_inline_tables() -> None:
    text = 'a = 1\n[t]\nb = """\nc = 2\n"""\n[[r]]\nx = [\n  { y = 1 },\n]\n'
    text += "[[r]]\nz.w = 3\n[r.s]\nv = 1\n"
    lines = key_lines(text)
    assert line_of(lines, ("a",)) == 1
    assert line_of(lines, ("t", "b")) == 3
    assert ("t", "c") not in lines
    assert line_of(lines, ("r", 0, "x", 0, "y")) == 7
    assert line_of(lines, ("r", 1, "z", "w")) == 11
    assert line_of(lines, ("r", 1, "s", "v")) == 13
    assert line_of(lines, ("gone",)) == 0
