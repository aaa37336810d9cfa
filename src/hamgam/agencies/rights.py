"""The one list of rights: a name, where it reaches, who has it; its sentence stands in the locale.

Every page and every operation of the API names one of these; a test walks them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from hamgam.agencies.vocabulary import Role
from hamgam.kit.words import Language, say


class Right(StrEnum):
    """What somebody may do."""

    READ_PUBLIC = "read_public"
    SIGN_IN = "sign_in"
    READ_REGISTER = "read_register"
    READ_CONFIDENTIAL = "read_confidential"
    READ_LEDGER = "read_ledger"
    READ_INBOX = "read_inbox"
    FINISH_INBOX_ITEM = "finish_inbox_item"
    REFER_INBOX_ITEM = "refer_inbox_item"
    WATCH_AREA = "watch_area"
    SAVE_VIEW = "save_view"
    REPORT_PROBLEM = "report_problem"
    ANSWER_REPORT = "answer_report"
    IMPORT_REPORTS = "import_reports"
    RECORD_SURVEY = "record_survey"
    RECORD_STATEMENT = "record_statement"
    RECORD_WORK = "record_work"
    UPLOAD_WORKS = "upload_works"
    DISMISS_FINDING = "dismiss_finding"
    MERGE_WORKS = "merge_works"
    TRY_RULE = "try_rule"
    ADOPT_RULE = "adopt_rule"
    SETTLE_CASE = "settle_case"
    APPLY_TO_DIG = "apply_to_dig"
    ASK_UTILITIES = "ask_utilities"
    ANSWER_INQUIRY = "answer_inquiry"
    ASK_COOPERATION = "ask_cooperation"
    ANSWER_COOPERATION = "answer_cooperation"
    JOIN_WORKS = "join_works"
    SEAL_PLAN = "seal_plan"
    RECORD_MEETING = "record_meeting"
    RECORD_OBSTACLE = "record_obstacle"
    PLAN_TOUR = "plan_tour"
    VERIFY_PROMISE = "verify_promise"
    SEND_RECORDS = "send_records"
    ISSUE_DIRECTIVE = "issue_directive"
    OPEN_SPRINT = "open_sprint"
    CONVENE_CASE = "convene_case"
    TAKE_STEP = "take_step"
    KEEP_RESOLUTION = "keep_resolution"
    ADOPT_POLICY = "adopt_policy"
    COMMENT = "comment"
    RECORD_PROJECT = "record_project"
    RECORD_PROGRESS = "record_progress"
    VERIFY_PROGRESS = "verify_progress"
    RECORD_CONTRACT = "record_contract"
    RECORD_FUNDING = "record_funding"
    PLAN_PORTFOLIO = "plan_portfolio"
    ADOPT_PLAN = "adopt_plan"
    DECIDE_START = "decide_start"
    KEEP_TERM = "keep_term"
    PROPOSE = "propose"
    ANSWER_PROPOSAL = "answer_proposal"
    HAND_OVER = "hand_over"
    RECORD_STAKE = "record_stake"
    RECORD_COMMITMENT = "record_commitment"
    RECORD_SURFACE = "record_surface"
    RECORD_DOCUMENT = "record_document"
    NAME_PARTY = "name_party"
    APPOINT = "appoint"
    DELEGATE = "delegate"
    ISSUE_TOKEN = "issue_token"  # noqa: S105 - the name of a right
    FOUND_AGENCY = "found_agency"
    DRAW_GROUND = "draw_ground"


class Reach(StrEnum):
    """On which rows a right may be used."""

    EVERYONE = "everyone"
    """Also by somebody who has not signed in."""
    CITY = "city"
    """On every row that its holder may see."""
    OWN = "own"
    """On rows of the holder's agency and of those below it."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the list says about one right."""

    reach: Reach
    roles: frozenset[Role]


_READERS = frozenset(Role)
_STAFF = _READERS - {Role.COUNCIL, Role.VIEWER}
_CHIEFS = frozenset({Role.ADMINISTRATOR, Role.HEAD, Role.DEPUTY})
_PLANNERS = frozenset({Role.HEAD, Role.DEPUTY, Role.SECRETARY, Role.OFFICER})
_MONEY = frozenset({Role.HEAD, Role.DEPUTY, Role.FINANCE})
_FIELD = _PLANNERS | {Role.FIELD}
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})

RIGHTS: Mapping[Right, Grant] = MappingProxyType(
    {
        Right.READ_PUBLIC: Grant(Reach.EVERYONE, _READERS),
        Right.SIGN_IN: Grant(Reach.EVERYONE, _READERS),
        Right.READ_REGISTER: Grant(Reach.CITY, _READERS),
        Right.READ_CONFIDENTIAL: Grant(Reach.OWN, _STAFF - {Role.FIELD, Role.ADMINISTRATOR}),
        Right.READ_LEDGER: Grant(Reach.OWN, _CHIEFS | {Role.SECRETARY}),
        Right.READ_INBOX: Grant(Reach.OWN, _STAFF),
        Right.FINISH_INBOX_ITEM: Grant(Reach.OWN, _STAFF - {Role.ADMINISTRATOR}),
        Right.REFER_INBOX_ITEM: Grant(Reach.OWN, _STAFF - {Role.ADMINISTRATOR}),
        Right.WATCH_AREA: Grant(Reach.CITY, _STAFF),
        Right.SAVE_VIEW: Grant(Reach.CITY, _STAFF),
        Right.REPORT_PROBLEM: Grant(Reach.EVERYONE, _READERS),
        Right.ANSWER_REPORT: Grant(Reach.OWN, _FIELD),
        Right.IMPORT_REPORTS: Grant(Reach.OWN, _PLANNERS),
        Right.RECORD_SURVEY: Grant(Reach.OWN, _PLANNERS),
        Right.RECORD_STATEMENT: Grant(Reach.OWN, _PLANNERS),
        Right.RECORD_WORK: Grant(Reach.OWN, _PLANNERS),
        Right.UPLOAD_WORKS: Grant(Reach.OWN, _PLANNERS),
        Right.DISMISS_FINDING: Grant(Reach.OWN, _PLANNERS),
        Right.SETTLE_CASE: Grant(Reach.OWN, _PLANNERS),
        Right.APPLY_TO_DIG: Grant(Reach.OWN, _FIELD),
        Right.ASK_UTILITIES: Grant(Reach.OWN, _PLANNERS),
        Right.ANSWER_INQUIRY: Grant(Reach.OWN, _PLANNERS),
        Right.ASK_COOPERATION: Grant(Reach.OWN, _PLANNERS),
        Right.ANSWER_COOPERATION: Grant(Reach.OWN, _PLANNERS),
        Right.JOIN_WORKS: Grant(Reach.OWN, _PLANNERS),
        Right.SEAL_PLAN: Grant(Reach.OWN, _PLANNERS),
        Right.RECORD_MEETING: Grant(Reach.OWN, _FIELD),
        Right.RECORD_OBSTACLE: Grant(Reach.OWN, _FIELD),
        Right.PLAN_TOUR: Grant(Reach.OWN, _PLANNERS),
        Right.VERIFY_PROMISE: Grant(Reach.CITY, _STAFF),
        Right.SEND_RECORDS: Grant(Reach.CITY, _FIELD),
        Right.ISSUE_DIRECTIVE: Grant(Reach.OWN, frozenset({Role.HEAD, Role.DEPUTY})),
        Right.OPEN_SPRINT: Grant(Reach.OWN, frozenset({Role.HEAD, Role.DEPUTY})),
        Right.CONVENE_CASE: Grant(Reach.OWN, _PLANNERS - {Role.OFFICER}),
        Right.TAKE_STEP: Grant(Reach.OWN, _PLANNERS),
        Right.KEEP_RESOLUTION: Grant(Reach.OWN, _PLANNERS - {Role.OFFICER}),
        Right.ADOPT_POLICY: Grant(Reach.OWN, frozenset({Role.HEAD, Role.DEPUTY})),
        Right.COMMENT: Grant(Reach.CITY, _STAFF - {Role.ADMINISTRATOR}),
        Right.MERGE_WORKS: Grant(Reach.OWN, _PLANNERS),
        Right.TRY_RULE: Grant(Reach.CITY, _PLANNERS),
        Right.ADOPT_RULE: Grant(Reach.OWN, frozenset({Role.HEAD})),
        Right.RECORD_PROJECT: Grant(Reach.OWN, _PLANNERS),
        Right.RECORD_PROGRESS: Grant(Reach.OWN, _FIELD),
        Right.VERIFY_PROGRESS: Grant(Reach.OWN, _PLANNERS - {Role.OFFICER}),
        Right.RECORD_CONTRACT: Grant(Reach.OWN, _MONEY),
        Right.RECORD_FUNDING: Grant(Reach.OWN, _MONEY),
        Right.PLAN_PORTFOLIO: Grant(Reach.OWN, _PLANNERS | {Role.FINANCE}),
        Right.ADOPT_PLAN: Grant(Reach.OWN, frozenset({Role.HEAD, Role.DEPUTY})),
        Right.DECIDE_START: Grant(Reach.OWN, frozenset({Role.HEAD})),
        Right.KEEP_TERM: Grant(Reach.OWN, frozenset({Role.HEAD, Role.DEPUTY, Role.SECRETARY})),
        Right.PROPOSE: Grant(Reach.CITY, _READERS - {Role.VIEWER}),
        Right.ANSWER_PROPOSAL: Grant(Reach.OWN, _PLANNERS),
        Right.HAND_OVER: Grant(Reach.OWN, _CHIEFS | {Role.SECRETARY}),
        Right.RECORD_STAKE: Grant(Reach.OWN, _PLANNERS),
        Right.RECORD_COMMITMENT: Grant(Reach.OWN, _FIELD),
        Right.RECORD_SURFACE: Grant(Reach.OWN, _FIELD),
        Right.RECORD_DOCUMENT: Grant(Reach.OWN, _FIELD | _MONEY),
        Right.NAME_PARTY: Grant(Reach.OWN, _PLANNERS),
        Right.APPOINT: Grant(Reach.OWN, _ADMINISTRATOR),
        Right.DELEGATE: Grant(Reach.OWN, _CHIEFS | {Role.SECRETARY, Role.FINANCE}),
        Right.ISSUE_TOKEN: Grant(Reach.OWN, _ADMINISTRATOR),
        Right.FOUND_AGENCY: Grant(Reach.OWN, _ADMINISTRATOR),
        Right.DRAW_GROUND: Grant(Reach.CITY, _ADMINISTRATOR | {Role.SECRETARY}),
    }
)


def sentence(right: Right, language: Language) -> str:
    """What a right allows, for the page where rights are given: `locale/*/rights.toml`."""
    return say(f"rights.{right.value}", language)


def rights_of(role: Role) -> frozenset[Right]:
    """Every right a role carries."""
    return frozenset(right for right, grant in RIGHTS.items() if role in grant.roles)
