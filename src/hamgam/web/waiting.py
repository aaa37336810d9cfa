"""What can wait in an inbox: each kind, how it is told, and which facts settle it.

A capability that wants something of somebody adds its line here; the front pages, the inbox, its
API and its counts then know it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hamgam.agencies.waiting import Kind

_REGISTER = "hamgam.register.waiting.works"
_SHARING = "hamgam.register.waiting.sharing"
_CASES = "hamgam.coordination.waiting.cases.cases"
_STEPS = "hamgam.coordination.waiting.ties.steps"
_RESOLUTIONS = "hamgam.coordination.waiting.ties.resolutions"
_PERMITS = "hamgam.coordination.waiting.cases.permits"
_SHARED = "hamgam.coordination.waiting.sharing"
_TAKEN = frozenset({"cooperation_fulfilled", "cooperation_withdrawn"})
_ANSWERED = frozenset({"cooperation_answered"}) | _TAKEN
_OVER = frozenset({"case_decided"})

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "report_waits": Kind(
            teller="hamgam.service.waiting.waiting_reports",
            settled_by=frozenset(
                {"report_answered", "report_passed_on", "report_solved", "report_declined"}
            ),
        ),
        "emergency_near": Kind(teller="hamgam.register.alarms.near_emergencies"),
        "work_near_stake": Kind(teller=f"{_REGISTER}.near_stakes"),
        "shadow_near_stake": Kind(teller=f"{_SHARING}.shadows"),
        "named_as_party": Kind(
            teller=f"{_SHARING}.named_parties", settled_by=frozenset({"party_removed"})
        ),
        "rival_versions": Kind(
            teller=f"{_SHARING}.rival_versions", settled_by=frozenset({"rival_settled"})
        ),
        "case_answer": Kind(teller=_CASES, settled_by=frozenset({"settlement_answered"}) | _OVER),
        "case_agreed": Kind(teller=_CASES, settled_by=frozenset({"letter_entered"})),
        "case_dissent": Kind(teller=_CASES, settled_by=frozenset({"settlement_proposed"}) | _OVER),
        "case_reached": Kind(
            teller=_CASES,
            settled_by=frozenset({"settlement_proposed", "case_sent_back"}) | _OVER,
        ),
        "case_review": Kind(teller=_CASES, settled_by=frozenset({"options_computed"}) | _OVER),
        "case_convened": Kind(teller=_CASES, settled_by=frozenset({"case_sent_back"}) | _OVER),
        "case_sent_back": Kind(
            teller=_CASES, settled_by=frozenset({"settlement_proposed"}) | _OVER
        ),
        "case_reminder": Kind(teller=_CASES, settled_by=frozenset({"letter_entered"}) | _OVER),
        "case_bound": Kind(teller=_CASES),
        "case_decided": Kind(teller=_CASES, settled_by=frozenset({"letter_entered"})),
        "case_broken": Kind(teller=_CASES),
        "case_kept": Kind(teller=_CASES),
        "case_lapsed": Kind(teller=_CASES),
        "step_asked": Kind(
            teller=_STEPS, settled_by=frozenset({"step_answered", "step_withdrawn"})
        ),
        "step_overdue": Kind(teller=_STEPS, settled_by=frozenset({"step_done", "step_withdrawn"})),
        "step_answered": Kind(teller=_STEPS, settled_by=frozenset({"step_done", "step_withdrawn"})),
        "step_done": Kind(teller=_STEPS),
        "resolution_waits": Kind(
            teller=_RESOLUTIONS,
            settled_by=frozenset({"resolution_moved", "resolution_clock_ran_out"}),
        ),
        "resolution_in_force": Kind(teller=_RESOLUTIONS),
        "resolution_annulled": Kind(teller=_RESOLUTIONS),
        "permit_granted": Kind(teller=_PERMITS, settled_by=frozenset({"street_reinstated"})),
        "permit_refused": Kind(teller=_PERMITS),
        "permit_deferred": Kind(
            teller=_PERMITS, settled_by=frozenset({"permit_granted", "permit_refused"})
        ),
        "permit_billed": Kind(teller=_PERMITS),
        "permit_waits": Kind(
            teller=_PERMITS, settled_by=frozenset({"permit_granted", "permit_refused"})
        ),
        "dig_overdue": Kind(
            teller=_PERMITS, settled_by=frozenset({"street_reinstated", "street_repaired"})
        ),
        "inquiry_waits": Kind(
            teller=f"{_SHARED}.inquiries", settled_by=frozenset({"inquiry_answered"})
        ),
        "inquiry_over": Kind(teller=f"{_SHARED}.inquiries_over"),
        "cooperation_asked": Kind(teller=f"{_SHARED}.cooperations", settled_by=_ANSWERED),
        "cooperation_reached": Kind(teller=f"{_SHARED}.cooperations", settled_by=_ANSWERED),
        "cooperation_answered": Kind(
            teller=f"{_SHARED}.cooperations",
            settled_by=frozenset({"offer_accepted", "cooperation_carried_up"}) | _TAKEN,
        ),
        "cooperation_taken": Kind(teller=f"{_SHARED}.cooperations", settled_by=_TAKEN),
        "cooperation_reminder": Kind(
            teller=f"{_SHARED}.cooperations",
            settled_by=_ANSWERED | {"offer_accepted", "cooperation_carried_up"},
        ),
        "joint_asked": Kind(
            teller=f"{_SHARED}.joiners",
            settled_by=frozenset({"joining_answered", "joint_left", "joint_ended"}),
        ),
        "joint_answered": Kind(teller=f"{_SHARED}.joints", settled_by=frozenset({"joint_left"})),
        "joint_over": Kind(teller=f"{_SHARED}.joints"),
        "sealed_match": Kind(teller=f"{_SHARED}.sealed"),
        "seal_ripe": Kind(teller=f"{_SHARED}.ripe", settled_by=frozenset({"plan_unsealed"})),
        "finding_blocks": Kind(
            teller=f"{_REGISTER}.blocking_findings",
            settled_by=frozenset({"finding_dismissed", "case_opened"}),
        ),
        "commitment_due": Kind(
            teller=f"{_REGISTER}.due_commitments",
            settled_by=frozenset({"commitment_fulfilled", "commitment_postponed"}),
        ),
        "obstacle_waits": Kind(
            teller="hamgam.field.waiting.obstacles",
            settled_by=frozenset({"obstacle_removed", "removal_promised"}),
        ),
        "obstacle_raised": Kind(
            teller="hamgam.field.waiting.obstacles",
            settled_by=frozenset({"obstacle_removed", "removal_promised"}),
        ),
        "directive_waits": Kind(
            teller="hamgam.field.waiting.directives",
            settled_by=frozenset({"directive_answered"}),
        ),
        "promise_due": Kind(
            teller="hamgam.field.waiting.promises",
            settled_by=frozenset({"commitment_fulfilled", "commitment_postponed"}),
        ),
        "promise_overdue": Kind(
            teller="hamgam.field.waiting.promises",
            settled_by=frozenset({"commitment_fulfilled", "commitment_postponed"}),
        ),
        "promise_to_verify": Kind(
            teller="hamgam.field.waiting.promises",
            settled_by=frozenset({"promise_verified", "promise_returned"}),
        ),
        "sighting_waits": Kind(teller="hamgam.field.waiting.sightings"),
        "claim_waits": Kind(
            teller=f"{_REGISTER}.waiting_claims", settled_by=frozenset({"claim_approved"})
        ),
        "report_to_verify": Kind(
            teller=f"{_REGISTER}.unverified_reports", settled_by=frozenset({"progress_verified"})
        ),
        "report_due": Kind(
            teller=f"{_REGISTER}.due_reports", settled_by=frozenset({"progress_reported"})
        ),
        "project_late": Kind(
            teller=f"{_REGISTER}.late_projects", settled_by=frozenset({"commitment_made"})
        ),
    }
)
