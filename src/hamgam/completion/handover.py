"""The hand-over pack: what the next management needs of the term, in one file."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import Agency
from hamgam.completion import queries
from hamgam.completion.papers import council_report
from hamgam.completion.portfolio import standing_in
from hamgam.completion.seeing import seen_answer, seen_question
from hamgam.kit.exports import BOM, harmless
from hamgam.kit.words import Language, say

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The day written beside each file: the pack's own bytes then depend on its contents alone."""

PORTFOLIO_HEADS = (
    *("public_id", "code", "title", "agency", "status", "physical_permille", "paid_permille"),
    *("first_promised_end", "promised_end", "remaining_rials_today"),
    *("arrears_rials", "arrears_days"),
)


def hand_over(
    acting: Acting, agency: Agency, today: date, language: Language, *, at: datetime
) -> bytes:
    """A zip of the report, the portfolio, the plan in force with its question and answer, promises,
    proposals and named decisions, with a list of the files' hashes."""
    files = {
        "report.pdf": council_report(acting, today, language, at=at),
        "portfolio.csv": _portfolio(acting, agency, today),
        "promises.csv": _promises(acting),
        "proposals.csv": _proposals(acting),
        "decisions.csv": _decisions(acting),
        "stage-gates.csv": _stages(acting),
        "adoptions.csv": _adoptions(acting),
        "READ-ME.txt": say("completion.handover_readme", language).encode(),
    }
    for number, adoption in enumerate(queries.adoptions_touching(acting, agency)):
        name = f"plan-{adoption.agency.key}.json" if number else "plan.json"
        plan = queries.plans_visible_to(acting).get(pk=adoption.plan_id)
        told = {"question": seen_question(acting, plan), "answer": seen_answer(acting, plan)}
        files[name] = json.dumps(told, ensure_ascii=False, indent=1).encode()
    sums = "".join(f"{hashlib.sha256(told).hexdigest()}  {name}\n" for name, told in files.items())
    files["SHA256SUMS"] = sums.encode()
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _csv(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    kept = io.StringIO()
    kept.write(BOM)
    writer = csv.writer(kept)
    writer.writerow(heads)
    for row in rows:
        writer.writerow(["" if cell is None else harmless(str(cell)) for cell in row])
    return kept.getvalue().encode()


def _portfolio(acting: Acting, agency: Agency, today: date) -> bytes:
    own = queries.portfolio_visible_to(acting).filter(agency__path__startswith=agency.path)
    found = [standing_in(row, acting, today) for row in own.order_by("pk")]
    return _csv(
        PORTFOLIO_HEADS,
        (
            (
                one.project.public_id,
                one.project.code,
                one.project.title,
                one.project.agency.key,
                one.status.value,
                one.report.physical_permille if one.report else None,
                one.report.paid_permille if one.report else None,
                one.project.first_promised_end,
                one.project.ends,
                one.remaining_rials,
                one.arrears_rials,
                one.arrears_days,
            )
            for one in found
        ),
    )


def _promises(acting: Acting) -> bytes:
    rows = queries.promises_visible_to(acting)
    heads = ["public_id", "agency", "text", "project", "first_due", "due", "done_on", "proof"]
    return _csv(
        heads,
        (
            (
                row.commitment.public_id,
                row.commitment.agency.key,
                row.commitment.text,
                row.project.public_id if row.project else None,
                row.commitment.first_due,
                row.commitment.due,
                row.commitment.done_on,
                row.commitment.proof,
            )
            for row in rows
        ),
    )


def _proposals(acting: Acting) -> bytes:
    heads = [
        "public_id",
        "asked_by",
        "from_name",
        "kind",
        "text",
        "on",
        "due",
        "reply",
        "reply_reason",
        "replied_on",
    ]
    rows = queries.proposals_visible_to(acting)
    return _csv(heads, ([getattr(row, name) for name in heads] for row in rows))


def _decisions(acting: Acting) -> bytes:
    heads = ["public_id", "project", "number", "on", "decided_by", "reason", "refused"]
    rows = queries.decisions_visible_to(acting)
    return _csv(
        heads,
        (
            (
                row.public_id,
                row.project.public_id,
                row.number,
                row.on,
                row.decided_by,
                row.reason,
                " | ".join(row.not_met("fa")),
            )
            for row in rows
        ),
    )


def _stages(acting: Acting) -> bytes:
    """What was decided at the stage gates of mega-projects."""
    names = ["public_id", "verdict", "on", "number", "decided_by", "reason"]
    rows = queries.stage_decisions_visible_to(acting)
    return _csv(
        ["project", "phase", *names, "unmet"],
        (
            (
                row.phase.project.public_id,
                row.phase.title,
                *(getattr(row, name) for name in names),
                " | ".join(row.unmet),
            )
            for row in rows
        ),
    )


def _adoptions(acting: Acting) -> bytes:
    heads = ["public_id", "agency", "plan", "scenario", "on", "reason", "actor"]
    rows = queries.adoptions_visible_to(acting)
    return _csv(
        heads,
        (
            (
                row.public_id,
                row.agency.key,
                row.plan.public_id,
                row.plan.scenario.name,
                row.on,
                row.reason,
                row.actor,
            )
            for row in rows
        ),
    )
