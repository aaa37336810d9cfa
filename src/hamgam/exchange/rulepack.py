"""Rule packs in TOML: read, inherited, and refused with file, line and reason where they err."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

from hamgam.engine.findings import Consequence, FindingKind, Severity
from hamgam.engine.overlaps.rules import PeriodStep, ReachStep, Relation, Rule, RulePack
from hamgam.exchange import rule_operators as operators
from hamgam.exchange import rule_values as values
from hamgam.exchange.misread import Misread
from hamgam.exchange.rule_values import Reader, UnfitError
from hamgam.exchange.toml_lines import Path as KeyPath
from hamgam.exchange.toml_lines import key_lines, line_of

_HEAD: Mapping[str, Reader] = {
    "pack": values.text,
    "version": values.text,
    "jurisdiction": values.text,
    "extends": values.text,
    "title": values.texts,
    "drops": values.several(values.text),
}
_NEEDED_HEAD = ("pack", "version", "jurisdiction", "title")
_RULE: Mapping[str, Reader] = {
    "id": values.text,
    "kind": values.one_of(FindingKind),
    "jurisdiction": values.text,
    "consequence": values.one_of(Consequence),
    "severity": values.one_of(Severity),
    "matter": values.text,
    "precedence": values.whole,
    "valid_from": values.day,
    "valid_to": values.day,
    "agencies": values.one_of(Relation),
    "other_projects": values.flag,
    "same_street": values.flag,
    "same_told": lambda value: tuple(sorted(values.several(values.text)(value))),
    "a": values.selector,
    "b": values.selector,
    "test": operators.test,
    "grades": values.grades,
    "exemptions": values.exemptions,
    "source": values.source,
}
_NEEDED_RULE = ("id", "kind", "consequence", "severity", "source", "sentence")
_PAIR_ONLY = ("b", "agencies", "other_projects", "same_street", "same_told")


@dataclass
class _Pack:
    """One file being read: what it says, on which lines, and what is wrong with it."""

    where: str
    lines: Mapping[KeyPath, int]
    wrong: list[Misread] = field(default_factory=list)
    reaches: dict[str, tuple[ReachStep, ...]] = field(default_factory=dict)
    periods: dict[str, tuple[PeriodStep, ...]] = field(default_factory=dict)
    sentences: dict[str, Mapping[str, str]] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    """Line of each rule that stands in this file."""

    def refuse(self, path: KeyPath, reason: str, value: object = "") -> None:
        line = line_of(self.lines, path)
        self.wrong.append(
            Misread(
                where=f"{self.where}, line {line}" if line else self.where,
                row=0,
                field=".".join(str(part) for part in path),
                value=str(value) if isinstance(value, str | int | float) else "",
                reason=reason,
            )
        )

    def read(
        self, raw: Mapping[str, object], readers: Mapping[str, Reader], path: KeyPath
    ) -> dict[str, object]:
        """Every key by its reader; what is unknown or unfit is refused on its own line."""
        found = {}
        for key, value in raw.items():
            if key not in readers:
                self.refuse((*path, key), f"unknown key; known are {', '.join(sorted(readers))}")
                continue
            try:
                found[key] = readers[key](value)
            except UnfitError as unfit:
                self.refuse((*path, key), str(unfit), value)
        return found

    def need(self, raw: Mapping[str, object], keys: tuple[str, ...], path: KeyPath) -> None:
        for key in keys:
            if key not in raw:
                self.refuse(path, f"{key} is missing")


def pack_names() -> list[str]:
    """The packs that come with the product."""
    folder = resources.files("hamgam") / "rulepacks"
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    )


def load_pack(name_or_path: str | Path) -> RulePack:
    """A pack that comes with the product, by name, or one in a file.

    Raises ValueError with every reason, one a line, when it cannot be read.
    """
    found = read_pack(_located(str(name_or_path)))
    if isinstance(found, RulePack):
        return found
    raise ValueError("\n".join(str(misread) for misread in found))


def read_pack(path: str | Path) -> RulePack | list[Misread]:
    """The pack in a file, what it extends included, or everything that is wrong with it."""
    pack, head = _read(Path(path), ())
    if pack.wrong:
        return pack.wrong
    return RulePack(
        key=str(head["pack"]),
        version=str(head["version"]),
        jurisdiction=str(head["jurisdiction"]),
        titles=values.texts(head["title"]),
        rules=tuple(pack.rules.values()),
        extends=str(head["extends"]) if "extends" in head else None,
    )


def _located(name: str) -> Path:
    """The file of a pack: a name among the product's own, else a path."""
    if name in pack_names():
        return Path(str(resources.files("hamgam") / "rulepacks" / f"{name}.toml"))
    return Path(name)


def _parsed(path: Path) -> tuple[_Pack, Mapping[str, object]]:
    pack = _Pack(path.name, {})
    try:
        text = path.read_text(encoding="utf-8")
        raw = tomllib.loads(text)
    except FileNotFoundError:
        pack.refuse((), f"there is no such file, and no pack of this name ({pack_list()})")
    except (OSError, UnicodeDecodeError) as error:
        pack.refuse((), f"cannot be read as text: {error}")
    except tomllib.TOMLDecodeError as error:
        pack.refuse((), f"is no TOML: {error}")
    else:
        pack.lines = key_lines(text)
        return pack, raw
    return pack, {}


def pack_list() -> str:
    """The names of the product's packs, for messages."""
    return ", ".join(pack_names())


def _read(path: Path, chain: tuple[Path, ...]) -> tuple[_Pack, Mapping[str, object]]:
    pack, raw = _parsed(path)
    if pack.wrong:
        return pack, {}
    tables = ("rules", "reaches", "periods", "sentences")
    head = {key: value for key, value in raw.items() if key not in tables}
    pack.need(head, _NEEDED_HEAD, ("pack",))
    read = pack.read(head, _HEAD, ())
    if "extends" in read:
        _inherit(pack, read, path, chain)
    _named(pack, raw, "reaches", values.reach_steps, pack.reaches)
    _named(pack, raw, "periods", values.period_steps, pack.periods)
    _named(pack, raw, "sentences", values.sentences, pack.sentences)
    _rules(pack, raw.get("rules", []), str(read.get("jurisdiction", "")))
    _disagreements(pack)
    return pack, read


def _inherit(pack: _Pack, head: Mapping[str, object], path: Path, chain: tuple[Path, ...]) -> None:
    """Take the parent's tables and rules, under the heir's jurisdiction."""
    name = str(head["extends"])
    parent_path = path.with_name(f"{name}.toml")
    if name in pack_names() and not parent_path.is_file():
        parent_path = _located(name)
    if parent_path in (*chain, path):
        pack.refuse(("extends",), "the packs extend one another in a ring", name)
        return
    parent, _ = _read(parent_path, (*chain, path))
    pack.wrong.extend(parent.wrong)
    pack.reaches |= parent.reaches
    pack.periods |= parent.periods
    pack.sentences |= parent.sentences
    jurisdiction = str(head.get("jurisdiction", ""))
    for key, rule in parent.rules.items():
        pack.rules[key] = replace(rule, jurisdiction=jurisdiction)
    drops = head.get("drops")
    for key in sorted(drops) if isinstance(drops, frozenset) else ():
        if pack.rules.pop(key, None) is None:
            pack.refuse(("drops",), f"{key!r} is no rule of {name}", key)


def _named(
    pack: _Pack,
    raw: Mapping[str, object],
    key: str,
    read: Callable[[object], values.T],
    into: dict[str, values.T],
) -> None:
    tables = raw.get(key, {})
    if not isinstance(tables, dict):
        pack.refuse((key,), "a table of named lists was expected")
        return
    for name, steps in tables.items():
        try:
            into[name] = read(steps)
        except UnfitError as unfit:
            pack.refuse((key, name), str(unfit))


def _rules(pack: _Pack, raw: object, jurisdiction: str) -> None:
    if not isinstance(raw, list):
        pack.refuse(("rules",), "[[rules]] was expected")
        return
    readers: dict[str, Reader] = {
        **_RULE,
        "space": operators.space(pack.reaches),
        "time": operators.time(pack.periods),
        "sentence": operators.sentence(pack.sentences),
    }
    for position, entry in enumerate(raw):
        path: KeyPath = ("rules", position)
        before = len(pack.wrong)
        found = {"jurisdiction": jurisdiction, **pack.read(entry, readers, path)}
        pack.need(entry, _NEEDED_RULE, path)
        _check_rule(pack, entry, found, path)
        if len(pack.wrong) == before:
            rule = values.made(Rule, found)
            pack.rules[rule.id] = rule
            pack.places[rule.id] = position


def _check_rule(
    pack: _Pack, raw: Mapping[str, object], found: Mapping[str, object], path: KeyPath
) -> None:
    """What no single value tells: a rule is whole, in force some day, and named once."""
    pair = "space" in raw and "time" in raw
    if pair == ("test" in raw):
        pack.refuse(path, "give either space and time (a pair) or test (a single work)")
    elif not pair:
        for key in _PAIR_ONLY:
            if key in raw:
                pack.refuse((*path, key), "a rule on single works has one side")
    first, last = found.get("valid_from"), found.get("valid_to")
    if first is not None and last is not None and values.day(last) < values.day(first):
        pack.refuse((*path, "valid_to"), "lies before valid_from: the rule is never in force")
    if found.get("id") in pack.places:
        pack.refuse((*path, "id"), "another rule of this file has this id", found["id"])


def _disagreements(pack: _Pack) -> None:
    """Refuse rules of one scope and precedence that come to different consequences."""
    seen: dict[tuple[object, ...], list[Rule]] = {}
    for rule in pack.rules.values():
        for other in seen.setdefault((rule.scope, rule.precedence), []):
            if _in_force_together(rule, other) and rule.consequence != other.consequence:
                path: KeyPath = ("rules", pack.places.get(rule.id, 0), "consequence")
                pack.refuse(
                    path,
                    f"rule {rule.id!r} has the scope and precedence of {other.id!r}, "
                    f"which says {other.consequence.value!r}: give one of them precedence",
                    rule.consequence.value,
                )
        seen[rule.scope, rule.precedence].append(rule)


def _in_force_together(rule: Rule, other: Rule) -> bool:
    def ends_before(first: Rule, second: Rule) -> bool:
        return (
            first.valid_to is not None
            and second.valid_from is not None
            and first.valid_to < second.valid_from
        )

    return not ends_before(rule, other) and not ends_before(other, rule)
