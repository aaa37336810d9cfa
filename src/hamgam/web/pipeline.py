"""The pipeline, flat: each fact and the complete ordered list of its follow-ups.

A fact recorded by a follow-up carries its cause and starts nothing more, so what must happen later
in the chain stands in the first fact's row. Sweeps, solves and notices are jobs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_REJUDGE = "hamgam.register.judging.rejudge"
_REVIEW = "hamgam.coordination.actions.following.review_cases"
_LAPSE = "hamgam.coordination.actions.following.lapse_cases"
_AGREED = "hamgam.coordination.actions.following.write_windows"
_STAKES = "hamgam.register.telling.tell_stakeholders"
_ALARM = "hamgam.register.alarms.tell_neighbours"
_WATCHERS = "hamgam.register.telling.tell_watchers"
_SETTLE = "hamgam.agencies.actions.inbox.settle_items"

FOLLOW_UPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "agency_founded": (),
        "person_invited": (),
        "invitation_used": (),
        "post_given": (),
        "post_chosen": (),
        "post_ended": (),
        "rights_delegated": (),
        "delegation_ended": (),
        "token_issued": (),
        "token_revoked": (),
        "inbox_item_finished": (),
        "inbox_item_referred": (),
        "inbox_raised": (),
        "rule_tried": (),
        "rule_adopted": ("hamgam.register.judging.resweep",),
        "view_saved": (),
        "view_deleted": (),
        "work_recorded": (_REJUDGE, _STAKES, _ALARM, _WATCHERS),
        "work_edited": (_REJUDGE, _REVIEW, _LAPSE, _STAKES, _WATCHERS),
        "work_withdrawn": (_REJUDGE, _REVIEW, _LAPSE, _WATCHERS),
        "rival_kept": (),
        "rival_settled": (_REJUDGE, _STAKES, _WATCHERS, _SETTLE),
        "works_uploaded": (_REJUDGE, _REVIEW, _LAPSE, _STAKES, _WATCHERS),
        "upload_undone": (_REJUDGE, _REVIEW, _LAPSE, _WATCHERS),
        "works_merged": (_REJUDGE, _REVIEW, _LAPSE),
        "window_set": (_REJUDGE,),
        "block_cleared": (_REJUDGE,),
        "finding_dismissed": (_SETTLE,),
        "case_opened": (),
        "options_computed": (),
        "option_made": (),
        "work_freed": (),
        "settlement_proposed": (_AGREED, _REJUDGE, _SETTLE),
        "settlement_answered": (_AGREED, _REJUDGE, _SETTLE),
        "letter_entered": (_AGREED, _REJUDGE, _SETTLE),
        "case_convened": (_SETTLE,),
        "case_sent_back": (_SETTLE,),
        "case_carried_up": (_SETTLE,),
        "case_decided": (_AGREED, _REJUDGE, _SETTLE),
        "clock_ran_out": (_SETTLE,),
        "case_commented": (),
        "windows_lifted": (),
        "duplicate_proposed": (),
        "duplicate_rejected": (),
        "area_watched": (),
        "watch_ended": (),
        "project_recorded": (),
        "project_edited": (),
        "task_added": (),
        "progress_reported": (_SETTLE,),
        "progress_verified": (_SETTLE,),
        "contract_recorded": (),
        "contract_edited": (),
        "claim_submitted": (),
        "claim_approved": (_SETTLE,),
        "claim_paid": (_SETTLE,),
        "contract_extended": (),
        "contract_suspended": (),
        "contract_resumed": (),
        "works_accepted": (),
        "funding_recorded": (),
        "funding_edited": (),
        "estimate_recorded": (),
        "portfolio_uploaded": (),
        "scenario_drafted": (),
        "plan_asked": (),
        "plan_stopped": (),
        "plan_found": (),
        "plan_adopted": (),
        "blocks_valued": (),
        "start_decided": (),
        "phase_added": (),
        "phase_passed": (),
        "term_opened": (),
        "term_promise_made": (),
        "proposal_made": (),
        "proposal_answered": (),
        "stake_recorded": (),
        "commitment_made": (_SETTLE,),
        "commitment_postponed": (_SETTLE,),
        "commitment_fulfilled": (_SETTLE,),
        "party_added": (),
        "party_removed": (_SETTLE,),
        "street_drawn": (),
        "zone_drawn": (),
        "document_attached": (),
        "note_written": (),
    }
)
