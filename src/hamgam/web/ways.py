"""The places of the site: where a reader may go, in the menu's order.

A capability adds its line to `PLACES` and is in the menu of every page; the template stays as it
is. `is_main` keeps a place in the bar; the others stand under «more».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hamgam.agencies.acting import Acting
from hamgam.agencies.rights import Right
from hamgam.kit.words import Language, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place: its address by name, the key of its label, the right that shows the way there,
    the names of the pages below it."""

    name: str
    label: str
    right: Right
    parts: frozenset[str] = frozenset()
    is_main: bool = False


PLACES: tuple[Place, ...] = (
    Place(
        name="home",
        label="pages.nav_home",
        right=Right.READ_REGISTER,
        parts=frozenset({"inbox"}),
        is_main=True,
    ),
    Place(name="map", label="pages.nav_map", right=Right.READ_PUBLIC, is_main=True),
    Place(
        name="works",
        label="pages.nav_works",
        right=Right.READ_PUBLIC,
        parts=frozenset({"work", "record_work", "edit_work", "withdraw_work"}),
        is_main=True,
    ),
    Place(
        name="overlaps",
        label="pages.nav_overlaps",
        right=Right.READ_REGISTER,
        parts=frozenset({"overlap"}),
        is_main=True,
    ),
    Place(
        name="cases",
        label="cases.title",
        right=Right.READ_REGISTER,
        parts=frozenset({"case", "case_brief", "make_option"}),
        is_main=True,
    ),
    Place(
        name="permits",
        label="permits.title",
        right=Right.READ_REGISTER,
        parts=frozenset({"application"}),
    ),
    Place(
        name="inquiries",
        label="sharing.inquiries",
        right=Right.READ_REGISTER,
        parts=frozenset({"inquiry"}),
    ),
    Place(
        name="cooperations",
        label="sharing.cooperation",
        right=Right.READ_REGISTER,
        parts=frozenset({"cooperation", "new_cooperation"}),
    ),
    Place(
        name="joints",
        label="sharing.joints",
        right=Right.READ_REGISTER,
        parts=frozenset({"joint"}),
    ),
    Place(name="seals", label="sharing.seals", right=Right.READ_REGISTER),
    Place(
        name="meetings",
        label="meetings.all",
        right=Right.READ_REGISTER,
        parts=frozenset({"meeting"}),
    ),
    Place(name="workspace", label="ties.nav", right=Right.READ_REGISTER),
    Place(
        name="resolutions",
        label="ties.resolutions",
        right=Right.READ_REGISTER,
        parts=frozenset({"resolution"}),
    ),
    Place(
        name="policies",
        label="ties.policies",
        right=Right.READ_REGISTER,
        parts=frozenset({"policy"}),
    ),
    Place(
        name="projects",
        label="pages.nav_projects",
        right=Right.READ_PUBLIC,
        parts=frozenset({"project"}),
        is_main=True,
    ),
    Place(
        name="portfolio",
        label="completion.nav_portfolio",
        right=Right.READ_REGISTER,
        parts=frozenset({"upload_portfolio", "portfolio_preview", "gate", "decide_start"}),
    ),
    Place(
        name="plans",
        label="completion.nav_plan",
        right=Right.READ_REGISTER,
        parts=frozenset({"plan", "adopt_plan", "ask_plan"}),
        is_main=True,
    ),
    Place(
        name="term",
        label="completion.nav_term",
        right=Right.READ_REGISTER,
        parts=frozenset({"answer_proposal"}),
    ),
    Place(
        name="visits",
        label="field.visits_title",
        right=Right.READ_REGISTER,
        parts=frozenset({"tour", "ask_tour", "site_meeting", "call_site_meeting", "site_meetings"}),
        is_main=True,
    ),
    Place(
        name="obstacles",
        label="field.obstacles_title",
        right=Right.READ_REGISTER,
        parts=frozenset({"obstacle", "report_obstacle"}),
    ),
    Place(name="follow_up", label="field.follow_up_title", right=Right.READ_REGISTER),
    Place(name="orders", label="field.orders_page", right=Right.READ_REGISTER),
    Place(
        name="phone",
        label="field.phone_title",
        right=Right.SEND_RECORDS,
        parts=frozenset({"records"}),
    ),
    Place(
        name="streets",
        label="pages.nav_streets",
        right=Right.READ_PUBLIC,
        parts=frozenset({"street"}),
    ),
    Place(name="seasons", label="pages.nav_seasons", right=Right.READ_PUBLIC),
    Place(
        name="readiness",
        label="readiness.title",
        right=Right.READ_PUBLIC,
        parts=frozenset({"readiness_season"}),
    ),
    Place(
        name="rules",
        label="rules.title",
        right=Right.READ_PUBLIC,
        parts=frozenset({"rule", "rule_trial"}),
    ),
    Place(name="promises", label="waiting.see_promises", right=Right.READ_REGISTER),
    Place(
        name="uploads",
        label="pages.nav_uploads",
        right=Right.UPLOAD_WORKS,
        parts=frozenset({"upload_preview"}),
    ),
    Place(
        name="agencies",
        label="pages.nav_agencies",
        right=Right.READ_PUBLIC,
        parts=frozenset({"agency"}),
    ),
    Place(
        name="showcase",
        label="showcase.title",
        right=Right.READ_PUBLIC,
        parts=frozenset(
            {"showcase_project", "showcase_work", "showcase_street", "my_street", "showcase_map"}
        ),
        is_main=True,
    ),
    Place(name="showcase_desk", label="desk.title", right=Right.RECORD_STATEMENT),
    Place(
        name="citizen_reports",
        label="service.title",
        right=Right.READ_PUBLIC,
        parts=frozenset({"citizen_report", "report_problem", "follow_report", "import_reports"}),
    ),
    Place(name="pilgrim", label="showcase.nav_pilgrim", right=Right.READ_PUBLIC),
    Place(name="in_step", label="showcase.nav_in_step", right=Right.READ_PUBLIC),
    Place(name="open_data", label="showcase.nav_data", right=Right.READ_PUBLIC),
    Place(name="history", label="pages.nav_history", right=Right.READ_LEDGER),
    Place(name="help", label="pages.nav_help", right=Right.READ_PUBLIC),
)
"""Every place of the site."""


MOST_IN_BAR = 7
"""The bar has room for so many; the rest of the main places goes under «more» too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An entry of the menu as one reader sees it; `count` is what waits for him there."""

    name: str
    label: str
    is_here: bool
    is_main: bool
    count: int


def ways_of(acting: Acting, at: str, language: Language, counts: Mapping[str, int]) -> list[Way]:
    """The ways open to a reader who stands on the page named `at`."""
    open_to = [place for place in PLACES if acting.may(place.right)]
    main = [place for place in open_to if place.is_main][:MOST_IN_BAR]
    return [
        Way(
            name=place.name,
            label=say(place.label, language),
            is_here=at == place.name or at in place.parts,
            is_main=place in main,
            count=counts.get(place.name, 0),
        )
        for place in open_to
    ]
