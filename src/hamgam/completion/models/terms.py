"""The term and its promises, what was asked of the portfolio, and sheets of reports."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hamgam.agencies.models import Agency, choices_of
from hamgam.completion.vocabulary import AskedBy, ProposalKind, Reply
from hamgam.register.models.columns import public_id

PROJECT = "register.Project"


class Term(models.Model):
    """A term of the city's management, with its end."""

    public_id = public_id("r")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    begins = models.DateField()
    ends = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="completion_term_days"),
        )

    def __str__(self) -> str:
        return self.title


class TermPromise(models.Model):
    """A commitment that was made a promise of the term."""

    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="promises")
    commitment = models.OneToOneField(
        "register.Commitment", on_delete=models.PROTECT, related_name="+"
    )
    project = models.ForeignKey(
        PROJECT, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.commitment_id}"


class Proposal(models.Model):
    """What somebody asks of the portfolio; each one is answered, with a reason, by a day."""

    public_id = public_id("j")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    """Who must answer."""
    asked_by = models.CharField(max_length=13, choices=choices_of(AskedBy))
    from_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=choices_of(ProposalKind))
    text = models.TextField()
    project = models.ForeignKey(
        PROJECT, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    letter_number = models.CharField(max_length=64, blank=True)
    on = models.DateField()
    due = models.DateField()
    actor = models.CharField(max_length=80)
    reply = models.CharField(max_length=8, choices=choices_of(Reply), blank=True)
    reply_reason = models.TextField(blank=True)
    replied_on = models.DateField(null=True, blank=True)
    replied_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(reply="") | ~Q(reply_reason=""), name="completion_reply_has_reason"
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]


class ReportSheet(models.Model):
    """A workbook of progress reports that was laid, so that it can be taken back whole."""

    public_id = public_id("q")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    reports = models.JSONField(default=list)
    """The public ids of the reports that came with it."""
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    undone = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name
