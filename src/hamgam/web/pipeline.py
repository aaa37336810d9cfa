"""The pipeline, flat: each fact and the complete ordered list of its follow-ups.

A fact recorded by a follow-up carries its cause and starts nothing more, so what must happen later
in the chain stands in the first fact's row. Sweeps, solves and notices are jobs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_REJUDGE = "hamgam.register.judging.rejudge"
_STAKES = "hamgam.register.telling.tell_stakeholders"
_WATCHERS = "hamgam.register.telling.tell_watchers"

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
        "work_recorded": (_REJUDGE, _STAKES, _WATCHERS),
        "work_edited": (_REJUDGE, _STAKES, _WATCHERS),
        "work_withdrawn": (_REJUDGE, _WATCHERS),
        "works_uploaded": (_REJUDGE, _STAKES, _WATCHERS),
        "upload_undone": (_REJUDGE, _WATCHERS),
        "works_merged": (_REJUDGE,),
        "window_set": (_REJUDGE,),
        "block_cleared": (_REJUDGE,),
        "finding_dismissed": (),
        "duplicate_proposed": (),
        "duplicate_rejected": (),
        "area_watched": (),
        "watch_ended": (),
        "project_recorded": (),
        "project_edited": (),
        "task_added": (),
        "progress_reported": (),
        "progress_verified": (),
        "contract_recorded": (),
        "contract_edited": (),
        "claim_submitted": (),
        "claim_approved": (),
        "claim_paid": (),
        "contract_extended": (),
        "contract_suspended": (),
        "contract_resumed": (),
        "works_accepted": (),
        "funding_recorded": (),
        "funding_edited": (),
        "stake_recorded": (),
        "commitment_made": (),
        "commitment_postponed": (),
        "commitment_fulfilled": (),
        "street_drawn": (),
        "zone_drawn": (),
        "document_attached": (),
        "note_written": (),
    }
)
