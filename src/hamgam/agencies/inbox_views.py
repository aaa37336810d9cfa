"""The inbox («کارتابل»): what waits, handing it on, and standing in for somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hamgam.agencies import queries
from hamgam.agencies.acting import Acting
from hamgam.agencies.actions.inbox import chief_desk, finish_inbox_item, refer_inbox_item
from hamgam.agencies.actions.people import delegate, end_delegation
from hamgam.agencies.doors import acting_of, door
from hamgam.agencies.models import InboxItem
from hamgam.agencies.rights import RIGHTS, Right, rights_of, sentence
from hamgam.agencies.vocabulary import Role
from hamgam.agencies.waiting import kinds, seen_items
from hamgam.exchange.days import moment
from hamgam.exchange.persian import latin_digits
from hamgam.kit.lists import listing
from hamgam.kit.money import RIALS_PER_BILLION_TOMANS
from hamgam.kit.refusals import Refused
from hamgam.kit.returns import back_to
from hamgam.kit.words import Language, language_of, say

BOXES: dict[str, Callable[[Acting], QuerySet[InboxItem]]] = {
    "mine": queries.waiting,
    "agency": lambda acting: (
        queries.inbox(acting).filter(done__isnull=True).order_by("due", "raised", "id")
    ),
    "referred": queries.referred,
    "done": lambda acting: (
        queries.inbox(acting).filter(done__isnull=False).order_by("-done", "-id")
    ),
}
"""The four boxes of the inbox."""
NEVER_LENT = frozenset({Right.DELEGATE, Right.SIGN_IN, Right.READ_PUBLIC})


def _language() -> Language:
    return language_of(get_language())


def _filtered(request: HttpRequest, rows: QuerySet[InboxItem]) -> QuerySet[InboxItem]:
    asked = request.GET
    if asked.get("kind") in kinds():
        rows = rows.filter(kind=asked["kind"])
    if asked.get("late"):
        rows = rows.filter(due__lt=timezone.localdate())
    return rows


def desks(language: Language) -> list[tuple[str, str]]:
    """Where an item can be referred to: each agency, by its head."""
    return [(row.key, row.name(language)) for row in queries.agencies()]


@door(Right.READ_INBOX)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that waits for the reader, and what can be done about it at once."""
    acting, language, today = acting_of(request), _language(), timezone.localdate()
    box = request.GET.get("box", "mine")
    box = box if box in BOXES else "mine"
    page = listing(_filtered(request, BOXES[box](acting)), request.GET.get("page"), size=20)
    told = {
        "box": box,
        "boxes": list(BOXES),
        "page": page,
        "seen": seen_items(page.items, acting, language, today),
        "kinds": sorted(kinds()),
        "desks": desks(language),
        "may_finish": acting.may(Right.FINISH_INBOX_ITEM),
        "may_refer": acting.may(Right.REFER_INBOX_ITEM),
        "may_delegate": acting.may(Right.DELEGATE),
    }
    return render(request, "agencies/inbox.html", told)


def _item(acting: Acting, item_id: str) -> InboxItem:
    item = queries.inbox(acting).filter(public_id=item_id).first()
    if item is None:
        raise Refused("not_found")
    return item


@door(Right.FINISH_INBOX_ITEM)
@require_POST
def finish(request: HttpRequest, item_id: str) -> HttpResponse:
    """Close one thing that waited."""
    acting = acting_of(request)
    finish_inbox_item(by=acting, item=_item(acting, item_id))
    messages.success(request, say("pages.item_finished", _language()))
    return back_to(request, reverse("inbox"))


@door(Right.REFER_INBOX_ITEM)
@require_POST
def refer(request: HttpRequest, item_id: str) -> HttpResponse:
    """Hand one thing on («ارجاع») with a word; it stays in sight."""
    acting, language = acting_of(request), _language()
    item, note = _item(acting, item_id), request.POST.get("note", "").strip()[:500]
    if not note or not request.POST.get("to"):
        messages.error(request, say("inbox_pages.note_needed", language), extra_tags="bad")
        return back_to(request, reverse("inbox"))
    to = chief_desk(request.POST["to"])
    refer_inbox_item(by=acting, item=item, to=to, note=note)
    told = say("inbox_pages.was_referred", language, agency=to.agency.name(language))
    messages.success(request, told)
    return back_to(request, reverse("inbox"))


class SubstituteForm(forms.Form):
    """Who stands in, for which rights, for what, up to how much, and until when."""

    to = forms.CharField(max_length=150)
    rights = forms.MultipleChoiceField()
    subject = forms.CharField(max_length=80, required=False)
    limit = forms.CharField(max_length=20, required=False)
    begins = forms.CharField(max_length=40)
    ends = forms.CharField(max_length=40)

    def __init__(self, *args: Any, rights: list[Right], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rights"].choices = [(right.value, right.value) for right in rights]  # type: ignore[attr-defined] # a MultipleChoiceField

    def _day(self, name: str) -> date:
        try:
            return moment(self.cleaned_data[name], short_years=False).day
        except ValueError as fault:
            raise forms.ValidationError("day") from fault

    def clean_begins(self) -> date:
        """The first day."""
        return self._day("begins")

    def clean_ends(self) -> date:
        """The last day."""
        return self._day("ends")

    def clean_limit(self) -> int | None:
        """The limit in rials; told in billions of tomans."""
        text = latin_digits(self.cleaned_data["limit"]).strip().replace("٫", ".")
        if not text:
            return None
        try:
            return round(float(text) * RIALS_PER_BILLION_TOMANS)
        except (ValueError, OverflowError) as fault:
            raise forms.ValidationError("number") from fault


def _lendable(acting: Acting) -> list[Right]:
    role = Role(acting.post.role) if acting.post else Role.VIEWER
    return [right for right in RIGHTS if right in rights_of(role) - NEVER_LENT]


@door(Right.DELEGATE)
@require_http_methods(["GET", "POST"])
def substitutes(request: HttpRequest) -> HttpResponse:
    """Who stands in for the reader («جانشین»), and naming one."""
    acting, language, today = acting_of(request), _language(), timezone.localdate()
    rights = _lendable(acting)
    form = SubstituteForm(request.POST or None, rights=rights)
    status = 200
    if request.method == "POST":
        if form.is_valid() and _named(acting, form.cleaned_data):
            messages.success(request, say("inbox_pages.substitute_named", language))
            return redirect("substitutes")
        messages.error(request, say("inbox_pages.substitute_fault", language), extra_tags="bad")
        status = 422
    given = queries.standing_delegations(today)
    told = {
        "form": form,
        "rights": [(right, sentence(right, language)) for right in rights],
        "people": queries.posts(acting).filter(ends__isnull=True).order_by("person__full_name"),
        "given": given.filter(post__person=acting.person),
        "held": given.filter(to=acting.person),
        "day": today,
    }
    return render(request, "agencies/substitutes.html", told, status=status)


def _named(acting: Acting, told: dict[str, Any]) -> bool:
    """Name the substitute; whether the post and the person were there and the days in order."""
    person = queries.person_by_username(told["to"])
    if acting.post is None or person is None or person == acting.person:
        return False
    if told["ends"] < told["begins"]:
        return False
    delegate(
        by=acting,
        post=acting.post,
        to=person,
        rights=[Right(name) for name in told["rights"]],
        span=(told["begins"], told["ends"]),
        bounds=(told["subject"], told["limit"]),
    )
    return True


@door(Right.DELEGATE)
@require_POST
def end_substitute(request: HttpRequest, number: int) -> HttpResponse:
    """Take a delegation back."""
    acting = acting_of(request)
    row = queries.delegations(acting).filter(pk=number).first()
    if row is None:
        raise Refused("not_found")
    end_delegation(by=acting, delegation=row, on=timezone.localdate())
    messages.success(request, say("inbox_pages.substitute_ended", _language()))
    return redirect("substitutes")
