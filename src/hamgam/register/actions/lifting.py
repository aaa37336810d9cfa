"""Taking windows back: what was settled and then broken binds nobody's days any longer."""

from __future__ import annotations

from hamgam.agencies.acting import Acting, deed
from hamgam.ledger.facts import record_fact
from hamgam.register.models import Window


def lift_windows(*, by: Acting, source: str) -> int:
    """Let the windows of a settlement or plan give way; how many. Whoever the calling deed
    allowed; records `windows_lifted` where there are any."""
    with deed(by):
        lifted = Window.objects.filter(source=source, superseded=False).update(superseded=True)
        if lifted:
            record_fact("windows_lifted", subject=source, payload={"count": lifted})
    return lifted
