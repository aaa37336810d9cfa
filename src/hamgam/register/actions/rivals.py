"""Records made away from the register: on an old version both are kept, and a person decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import shapely
from django.utils import timezone

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.actions.inbox import put_in_inbox
from hamgam.engine import works as engine
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import in_hand
from hamgam.register.actions.works import change_work, edit_work, right_for, version_of
from hamgam.register.models import Work
from hamgam.register.models.rivals import RivalVersion
from hamgam.register.queries import rivals_visible_to, works_visible_to
from hamgam.register.values import WorkValues, check
from hamgam.register.vocabulary import RivalState

_DAYS = ("begins", "ends", "submitted")
_WORDS: Mapping[str, type[Any]] = {
    "kind": engine.Kind,
    "activity": engine.Activity,
    "stage": engine.Stage,
    "impact": engine.Impact,
    "certainty": engine.Certainty,
    "surface": engine.Surface,
    "road_part": engine.RoadPart,
}


def told_values(values: WorkValues) -> dict[str, object]:
    """Values as JSON keeps them: days as text, the geometry as WKT."""
    told = values.columns()
    days = {name: told[name].isoformat() for name in _DAYS if isinstance(told[name], date)}  # type: ignore[attr-defined] # narrowed by the condition
    return told | days | {"geometry": values.geometry.wkt if values.geometry else None}


def values_told(told: Mapping[str, Any]) -> WorkValues:
    """What JSON kept, as values again."""
    read = dict(told)
    read |= {name: date.fromisoformat(told[name]) for name in _DAYS if told.get(name)}
    read |= {name: word(told[name]) if told[name] else None for name, word in _WORDS.items()}
    read["sharing"] = WorkValues().sharing.__class__(told["sharing"])
    read["geometry"] = shapely.from_wkt(told["geometry"]) if told["geometry"] else None
    return WorkValues(**read)


def record_from_field(*, by: Acting, work: str, version: int, values: WorkValues) -> Work:
    """Change a work by a record made on a version seen earlier. Planners of its agency; records
    `work_edited`.

    Where another version stands by now nothing is overwritten and nothing is lost: both versions
    are kept, `rival_kept` is recorded, and `stale` is refused with both of them.
    """
    try:
        return edit_work(by=by, work=work, version=version, values=values)
    except Refused as refusal:
        if refusal.code != "stale":
            raise
        rival = _keep_rival(by, work, version, values)
        raise Refused(
            "stale",
            **refusal.about,
            kept_at=f"/api/v1/rivals/{rival.public_id}",
            rival=rival.public_id,
            yours=rival.told,
            standing=rival.stood,
        ) from refusal


def _keep_rival(by: Acting, work: str, version: int, values: WorkValues) -> RivalVersion:
    with deed(by):
        row = in_hand(works_visible_to(by), work)
        rival = RivalVersion.objects.create(
            work=row,
            told_version=version,
            told=told_values(values),
            stood_version=row.version,
            stood=version_of(row),
            actor=by.actor,
            at=timezone.now(),
        )
        about = {"work": row.public_id}
        put_in_inbox(row.agency, kind="rival_versions", subject=rival.public_id, about=about)
        payload = {"rival": rival.public_id, "told": version, "stood": row.version}
        record_fact("rival_kept", subject=row.public_id, payload=payload)
    return rival


def settle_rival(*, by: Acting, rival: str, keep: RivalState) -> RivalVersion:
    """Decide between two rival versions: leave what stands, or take over what was told. Planners of
    the work's agency; records `rival_settled`. What gives way stays readable."""
    if keep is RivalState.OPEN:
        raise Refused("state")
    with deed(by):
        row = in_hand(rivals_visible_to(by), rival)
        work = in_hand(works_visible_to(by), row.work.public_id)
        by.require(right_for(engine.Kind(work.kind)), work.agency.path, subject=work.public_id)
        if row.state != RivalState.OPEN or work.withdrawn or work.merged_into_id:
            raise Refused("state")
        if keep is RivalState.TOLD:
            values = values_told(row.told)
            check(values)
            change_work(work, values, actor=by.actor)
        row.state, row.decided_by = keep.value, by.actor
        row.save(update_fields=["state", "decided_by"])
        payload = {"rival": row.public_id, "keep": keep.value, "version": work.version}
        record_fact("rival_settled", subject=work.public_id, payload=payload)
    return row
