"""The pipeline, flat: each fact and the complete ordered list of its follow-ups.

A fact recorded by a follow-up carries its cause and starts nothing more, so what must happen later
in the chain stands in the first fact's row. Sweeps, solves and notices are jobs.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FOLLOW_UPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "agency_founded": (),
        "person_invited": (),
        "invitation_used": (),
        "post_given": (),
        "post_ended": (),
        "rights_delegated": (),
        "delegation_ended": (),
        "token_issued": (),
        "token_revoked": (),
        "inbox_item_finished": (),
    }
)
