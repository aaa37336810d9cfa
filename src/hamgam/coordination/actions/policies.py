"""Standing policies: adopted by a chief with the measure they are held to, ended by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.models import Agency
from hamgam.agencies.rights import Right
from hamgam.coordination.models import Policy
from hamgam.coordination.queries.ties import policies_visible_to
from hamgam.coordination.vocabulary import PolicyMeasure
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyValues:
    """What a policy says: its measure with the bound in the measure's unit, the share that must
    keep it, since when, and by which letter."""

    title: str
    measure: PolicyMeasure
    bound: int
    target_permille: int
    begins: date
    words: str = ""
    letter: tuple[str, date] | None = None

    def faults(self) -> list[dict[str, str]]:
        """What cannot be meant."""
        wrong = [name for name in ("title",) if not getattr(self, name).strip()]
        if not 0 < self.target_permille <= 1000:
            wrong.append("target_permille")
        if not 0 < self.bound <= 3650:
            wrong.append("bound")
        return [{"pointer": f"#/{name}", "detail": "required"} for name in wrong]


def adopt_policy(*, by: Acting, agency: Agency, values: PolicyValues) -> Policy:
    """Adopt a standing policy. Heads and deputies, for their agency; records `policy_adopted`."""
    by.require(Right.ADOPT_POLICY, agency.path)
    if faults := values.faults():
        raise Refused("validation", errors=faults)
    number, on = values.letter if values.letter else ("", None)
    with deed(by):
        row = Policy.objects.create(
            agency=agency,
            title=values.title,
            words=values.words,
            measure=values.measure.value,
            bound=values.bound,
            target_permille=values.target_permille,
            begins=values.begins,
            letter_number=number,
            letter_date=on,
        )
        payload = {"measure": row.measure, "bound": row.bound, "target": row.target_permille}
        record_fact("policy_adopted", subject=row.public_id, payload=payload)
    return row


def end_policy(*, by: Acting, policy: str, on: date) -> Policy:
    """End a policy with a day; what it came to until then stays. Heads and deputies of its agency;
    records `policy_ended`."""
    with deed(by):
        row = in_hand(policies_visible_to(by), policy)
        by.require(Right.ADOPT_POLICY, row.agency.path, subject=row.public_id)
        if row.ends is not None or on < row.begins:
            raise Refused("state")
        row.ends = on
        row.version += 1
        row.save()
        record_fact("policy_ended", subject=row.public_id, payload={"on": on.isoformat()})
    return row
