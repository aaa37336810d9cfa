"""How inquiries, requests for cooperation, joint works and seals wait in an inbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from hamgam.agencies.acting import Acting
from hamgam.agencies.models import InboxItem
from hamgam.agencies.rights import Right
from hamgam.agencies.waiting import Blank, Offer, Waiting
from hamgam.coordination.models import Cooperation, JointMember
from hamgam.coordination.queries.cooperation import cooperations_visible_to
from hamgam.coordination.queries.inquiries import inquiries_visible_to, own_open_lines
from hamgam.coordination.queries.joint import joints_visible_to, members_visible_to
from hamgam.coordination.queries.seals import sealed_matches, seals_visible_to
from hamgam.coordination.workflow.cooperation import CooperationState
from hamgam.kit.digits import grouped, localise
from hamgam.kit.words import Language, say

Told = Mapping[int, Waiting]


def inquiries(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """Streets that are to be paved and of which nothing was said yet; one item for all of them."""
    rows = list(own_open_lines(acting))
    page = (reverse("inquiries"), say("sharing.see_inquiries", language))
    told = {}
    for item in items:
        mine = [row for row in rows if item.subject == f"inquiries/{row.agency.key}"]
        if mine:
            count = grouped(len(mine), language)
            told[item.pk] = Waiting(
                question=say("sharing.waiting_inquiry_waits", language, count=count),
                why=mine[0].inquiry.work.street,
                otherwise=say("sharing.otherwise_inquiry", language),
                page=page,
            )
    return told


def inquiries_over(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Inquiries whose answers are all in, or whose clock ran out."""
    ids = [item.subject for item in items]
    rows = inquiries_visible_to(acting).filter(public_id__in=ids).prefetch_related("lines")
    held = {row.public_id: row for row in rows}
    told = {}
    for item in items:
        if (row := held.get(item.subject)) is None:
            continue
        silent = sum(1 for line in row.lines.all() if not line.answer)
        key = "waiting_inquiry_silent" if silent else "waiting_inquiry_over"
        count = grouped(silent, language)
        told[item.pk] = Waiting(
            question=say(f"sharing.{key}", language, count=count, street=row.work.street),
            page=(
                reverse("inquiry", args=[row.public_id]),
                say("sharing.see_inquiry", language),
            ),
        )
    return told


def cooperations(
    items: Sequence[InboxItem], acting: Acting, language: Language, today: date
) -> Told:
    """Requests for cooperation that wait, were answered, or went up."""
    ids = [item.subject for item in items]
    rows = cooperations_visible_to(acting).filter(public_id__in=ids)
    held = {row.public_id: row for row in rows}
    return {
        item.pk: _cooperation(item, row, acting, language)
        for item in items
        if (row := held.get(item.subject)) is not None
    }


def _cooperation(item: InboxItem, row: Cooperation, acting: Acting, language: Language) -> Waiting:
    about = {
        "number": localise(row.number, language),
        "asker": row.asker.name(language),
        "asked": row.asked.name(language),
        "kind": say(f"sharing.kind_{row.kind}", language),
        "state": say(f"sharing.state_{row.state}", language),
    }
    return Waiting(
        question=say(f"sharing.waiting_{item.kind}", language, **about),
        why=row.title,
        page=(
            reverse("cooperation", args=[row.public_id]),
            say("sharing.see_request", language),
        ),
        offers=_answers(row, acting),
    )


def _answers(row: Cooperation, acting: Acting) -> tuple[Offer, ...]:
    """What can be answered where the item stands: yes, and no with a reason."""
    may = acting.may(Right.ANSWER_COOPERATION, row.asked.path, subject=row.public_id)
    if not may or row.state != CooperationState.ASKED:
        return ()
    address = reverse("answer_cooperation", args=[row.public_id])
    return (
        Offer(
            key="sharing.grant",
            address=address,
            blanks=(Blank(name="move", look="hidden", value="grant"),),
        ),
        Offer(
            key="sharing.decline",
            address=address,
            blanks=(Blank(name="move", look="hidden", value="decline"), Blank(name="words")),
            is_main=False,
        ),
    )


def joiners(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """Agencies that ask to join joint works which one leads."""
    ids = [item.subject for item in items]
    rows = members_visible_to(acting).filter(public_id__in=ids)
    held = {row.public_id: row for row in rows}
    return {
        item.pk: _joiner(row, acting, language)
        for item in items
        if (row := held.get(item.subject)) is not None
    }


def _joiner(row: JointMember, acting: Acting, language: Language) -> Waiting:
    address = reverse("answer_joining", args=[row.public_id])
    take = Offer(
        key="sharing.take_in",
        address=address,
        blanks=(Blank(name="accept", look="hidden", value="1"),),
    )
    refuse = Offer(
        key="sharing.refuse_joiner",
        address=address,
        blanks=(Blank(name="words"),),
        is_main=False,
    )
    may = acting.may(Right.JOIN_WORKS, row.joint.leader.path) and row.state == "asking"
    about = {
        "agency": row.agency.name(language),
        "number": localise(row.joint.number, language),
    }
    return Waiting(
        question=say("sharing.waiting_joint_asked", language, **about),
        why=str(row.work),
        page=(
            reverse("joint", args=[row.joint.public_id]),
            say("sharing.see_joint", language),
        ),
        offers=(take, refuse) if may else (),
    )


def joints(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """What became of joint works that one asked to join, or is a member of."""
    ids = [item.subject for item in items]
    held = {row.public_id: row for row in joints_visible_to(acting).filter(public_id__in=ids)}
    told = {}
    for item in items:
        if (row := held.get(item.subject)) is None:
            continue
        number = localise(row.number, language)
        told[item.pk] = Waiting(
            question=say(f"sharing.waiting_{item.kind}", language, number=number),
            why=row.title,
            page=(reverse("joint", args=[row.public_id]), say("sharing.see_joint", language)),
        )
    return told


def sealed(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """That a work of one's own meets a plan under seal, and whom to call."""
    held = {match.work.public_id: match for match in sealed_matches(acting)}
    told = {}
    for item in items:
        if (match := held.get(item.subject)) is None:
            continue
        about = {"contact": match.contact, "phone": match.phone}
        told[item.pk] = Waiting(
            question=say("sharing.waiting_sealed_match", language, work=str(match.work)),
            why=say("sharing.sealed_call", language, **about),
            page=(reverse("seals"), say("sharing.see_seals", language)),
        )
    return told


def ripe(items: Sequence[InboxItem], acting: Acting, language: Language, today: date) -> Told:
    """One's own plans under seal whose day of publishing has come."""
    ids = [item.subject for item in items]
    rows = seals_visible_to(acting).filter(public_id__in=ids)
    held = {row.public_id: row for row in rows}
    return {
        item.pk: Waiting(
            question=say("sharing.waiting_seal_ripe", language, work=str(row.work)),
            page=(reverse("seals"), say("sharing.see_seals", language)),
            offers=(
                Offer(key="sharing.unseal", address=reverse("unseal_plan", args=[row.public_id])),
            ),
        )
        for item in items
        if (row := held.get(item.subject)) is not None
    }
