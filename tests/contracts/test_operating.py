"""The operator's pages are whole: every setting, every right. `python -m` writes the latter."""

from __future__ import annotations

from pathlib import Path

from hamgam.agencies.rights import RIGHTS, sentence
from hamgam.kit.words import Language, say
from hamgam.web.environment import KNOWN

PAGES = Path(__file__).parents[2] / "docs" / "operating"
HEAD = """# Rights

Written by `python -m tests.contracts.test_operating` from `agencies/rights.py`, the one list.

*Reach*: `everyone` needs no log-in; `city` covers every row its holder may see; `own` the rows of
his agency and of those below it.

| right | allows to | reach | posts |
|---|---|---|---|
"""


def page() -> str:
    """The page of rights as it must stand."""
    rows = []
    for right, grant in RIGHTS.items():
        roles = sorted(grant.roles)
        names = ", ".join(say(f"vocabulary.role_{role}", Language.EN) for role in roles)
        told = sentence(right, Language.EN)
        rows.append(f"| `{right.value}` | {told} | {grant.reach.value} | {names} |\n")
    return HEAD + "".join(rows)


def test_every_setting_is_told() -> None:
    told = (PAGES / "settings.md").read_text(encoding="utf-8")
    assert [name for name in sorted(KNOWN) if f"`{name}`" not in told] == []


def test_the_page_of_rights_is_the_list() -> None:
    assert (PAGES / "rights.md").read_text(encoding="utf-8") == page()


if __name__ == "__main__":
    (PAGES / "rights.md").write_text(page(), encoding="utf-8")
