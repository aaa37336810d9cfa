"""Contracts and what happens to them, and funding lines. Money is rials with its price base."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from hamgam.agencies.acting import Acting, deed
from hamgam.agencies.rights import Right
from hamgam.kit.refusals import Refused
from hamgam.ledger.facts import record_fact
from hamgam.register.actions.rows import compare_version, in_hand, iso
from hamgam.register.models import Acceptance, Claim, Contract, Extension, FundingLine, Suspension
from hamgam.register.queries import (
    claims_visible_to,
    contracts_visible_to,
    funding_visible_to,
    projects_visible_to,
)
from hamgam.register.vocabulary import AcceptanceKind, ExtensionCause, FundingSource


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractValues:
    """What is told about a contract."""

    number: str
    contractor: str
    amount_rials: int
    price_year: int
    price_quarter: int | None = None
    signed_on: date | None = None
    begins: date | None = None
    ends: date | None = None
    handed_over_on: date | None = None


def _told(values: object) -> dict[str, object]:
    return {f.name: getattr(values, f.name) for f in fields(values)}  # type: ignore[arg-type] # a dataclass


def record_contract(*, by: Acting, project: str, values: ContractValues) -> Contract:
    """Enter a contract. The project's agency's people for money, within their limit; records
    `contract_recorded`."""
    with deed(by):
        row = in_hand(projects_visible_to(by), project)
        right = Right.RECORD_CONTRACT
        by.require(right, row.agency.path, subject=row.public_id, rials=values.amount_rials)
        contract = Contract.objects.create(project=row, **_told(values))
        record_fact(
            "contract_recorded",
            subject=row.public_id,
            payload={"contract": contract.public_id, "number": values.number},
        )
    return contract


def _contract_in_hand(by: Acting, contract: str, rials: int | None = None) -> Contract:
    """The contract, locked; `rials` is what is at stake, None the whole of it."""
    row = in_hand(contracts_visible_to(by), contract)
    _require_for(by, row, row.amount_rials if rials is None else rials)
    return row


def _require_for(by: Acting, row: Contract, rials: int) -> None:
    project = row.project
    by.require(Right.RECORD_CONTRACT, project.agency.path, subject=project.public_id, rials=rials)


def edit_contract(*, by: Acting, contract: str, version: int, values: ContractValues) -> Contract:
    """Change a contract. As for recording; records `contract_edited`."""
    with deed(by):
        row = _contract_in_hand(by, contract)
        _require_for(by, row, values.amount_rials)
        compare_version(row.version, version)
        for name, value in _told(values).items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        record_fact("contract_edited", subject=row.public_id, payload={"version": row.version})
    return row


def submit_claim(*, by: Acting, contract: str, number: str, on: date, rials: int) -> Claim:
    """Enter an interim payment claim («صورت‌وضعیت»). As for contracts; records
    `claim_submitted`."""
    with deed(by):
        row = _contract_in_hand(by, contract, rials)
        claim = Claim.objects.create(
            contract=row, number=number, submitted_on=on, submitted_rials=rials
        )
        record_fact("claim_submitted", subject=row.public_id, payload={"claim": claim.public_id})
    return claim


def _claim_in_hand(by: Acting, claim: str, rials: int) -> Claim:
    row = in_hand(claims_visible_to(by), claim)
    project = row.contract.project
    by.require(Right.RECORD_CONTRACT, project.agency.path, subject=project.public_id, rials=rials)
    return row


def approve_claim(*, by: Acting, claim: str, on: date, rials: int) -> Claim:
    """Approve a claim, for its whole or for less. As for contracts; records `claim_approved`."""
    with deed(by):
        row = _claim_in_hand(by, claim, rials)
        if row.approved_on or on < row.submitted_on or not 0 <= rials <= row.submitted_rials:
            raise Refused("state")
        row.approved_on, row.approved_rials = on, rials
        row.save(update_fields=["approved_on", "approved_rials"])
        record_fact("claim_approved", subject=row.public_id, payload={"on": iso(on)})
    return row


def pay_claim(*, by: Acting, claim: str, on: date, rials: int) -> Claim:
    """Enter a payment of an approved claim; several add up to no more than it. As for contracts;
    records `claim_paid`."""
    with deed(by):
        row = _claim_in_hand(by, claim, rials)
        due = row.approved_rials
        if due is None or rials <= 0 or row.paid_rials + rials > due:
            raise Refused("state")
        row.paid_on, row.paid_rials = on, row.paid_rials + rials
        row.save(update_fields=["paid_on", "paid_rials"])
        record_fact("claim_paid", subject=row.public_id, payload={"on": iso(on)})
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTime:
    """An extension of a contract."""

    on: date
    days: int
    cause: ExtensionCause
    is_excusable: bool


def extend_contract(*, by: Acting, contract: str, more: MoreTime) -> Extension:
    """Give a contract more time, with its cause. As for contracts; records `contract_extended`."""
    with deed(by):
        row = _contract_in_hand(by, contract)
        extension = Extension.objects.create(contract=row, **_told(more))
        record_fact(
            "contract_extended",
            subject=row.public_id,
            payload={"days": more.days, "cause": more.cause.value},
        )
    return extension


def suspend_contract(*, by: Acting, contract: str, on: date, notice_number: str) -> Suspension:
    """Suspend a contract formally, by a numbered notice. As for contracts; records
    `contract_suspended`."""
    if not notice_number.strip():
        raise Refused("state")
    with deed(by):
        row = _contract_in_hand(by, contract)
        if row.suspensions.filter(ended_on__isnull=True).exists():
            raise Refused("state")
        suspension = Suspension.objects.create(contract=row, on=on, notice_number=notice_number)
        record_fact("contract_suspended", subject=row.public_id, payload={"on": iso(on)})
    return suspension


def resume_contract(*, by: Acting, contract: str, on: date) -> Suspension:
    """End a formal suspension. As for contracts; records `contract_resumed`."""
    with deed(by):
        row = _contract_in_hand(by, contract)
        suspension = row.suspensions.filter(ended_on__isnull=True).first()
        if suspension is None or on < suspension.on:
            raise Refused("state")
        suspension.ended_on = on
        suspension.save(update_fields=["ended_on"])
        record_fact("contract_resumed", subject=row.public_id, payload={"on": iso(on)})
    return suspension


def accept_works(
    *, by: Acting, contract: str, kind: AcceptanceKind, on: date, defects: str = ""
) -> Acceptance:
    """Accept the works of a contract, provisionally or finally. As for contracts; records
    `works_accepted`."""
    with deed(by):
        row = _contract_in_hand(by, contract)
        provisional = row.acceptances.filter(kind=AcceptanceKind.PROVISIONAL, on__lte=on).exists()
        if kind is AcceptanceKind.FINAL and not provisional:
            raise Refused("state")
        acceptance = Acceptance.objects.create(
            contract=row, kind=kind.value, on=on, defects=defects
        )
        record_fact(
            "works_accepted", subject=row.public_id, payload={"kind": kind.value, "on": iso(on)}
        )
    return acceptance


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingValues:
    """What is told about one source of money in one Jalali year."""

    source: FundingSource
    year: int
    price_year: int
    approved_rials: int = 0
    allocated_rials: int = 0
    paid_rials: int = 0
    face_value_rials: int | None = None
    haircut_permille: int | None = None
    expected_cash_on: date | None = None


def _check_funding(values: FundingValues) -> None:
    ordered = 0 <= values.paid_rials <= values.allocated_rials <= values.approved_rials
    if not ordered:
        detail = "Paid is at most allocated, allocated at most approved."
        raise Refused("validation", errors=[{"pointer": "#/paid_rials", "detail": detail}])


def record_funding(*, by: Acting, project: str, values: FundingValues) -> FundingLine:
    """Enter a funding line. The project's agency's people for money; records
    `funding_recorded`."""
    _check_funding(values)
    with deed(by):
        row = in_hand(projects_visible_to(by), project)
        right = Right.RECORD_FUNDING
        by.require(right, row.agency.path, subject=row.public_id, rials=values.approved_rials)
        if row.funding.filter(source=values.source, year=values.year).exists():
            raise Refused("taken", key=f"{values.source.value} {values.year}")
        line = FundingLine.objects.create(project=row, **_told(values))
        record_fact("funding_recorded", subject=row.public_id, payload={"line": line.public_id})
    return line


def edit_funding(*, by: Acting, line: str, version: int, values: FundingValues) -> FundingLine:
    """Change a funding line's amounts; its source and year stay. As for recording; records
    `funding_edited`."""
    _check_funding(values)
    with deed(by):
        row = in_hand(funding_visible_to(by), line)
        project = row.project
        right = Right.RECORD_FUNDING
        rials = max(values.approved_rials, row.approved_rials)
        by.require(right, project.agency.path, subject=project.public_id, rials=rials)
        compare_version(row.version, version)
        if (row.source, row.year) != (values.source, values.year):
            raise Refused("state")
        for name, value in _told(values).items():
            setattr(row, name, value)
        row.version += 1
        row.save()
        record_fact("funding_edited", subject=row.public_id, payload={"version": row.version})
    return row
