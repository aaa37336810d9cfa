"""What was proposed, who signed or dissented in which words, and what was settled in the end."""

from __future__ import annotations

from django.db import models

from hamgam.agencies.models import Agency, Person, choices_of
from hamgam.coordination.models.cases import Case, Option
from hamgam.coordination.vocabulary import Answer, HowSettled
from hamgam.register.models.columns import public_id


class Proposal(models.Model):
    """An option that somebody put on the table, with his words."""

    public_id = public_id("r")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="proposals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    author = models.CharField(max_length=80)
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    is_counter = models.BooleanField(default=False)
    stands = models.BooleanField(default=True)
    """Of a case at most one stands."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(stands=True),
                name="coordination_one_proposal_stands",
            ),
        )

    def __str__(self) -> str:
        return self.public_id


class Signature(models.Model):
    """What one agency says to a proposal; said once."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="signatures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=200, blank=True)
    """What the signer was when he signed."""
    answer = models.CharField(max_length=10, choices=choices_of(Answer))
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["proposal", "agency"], name="coordination_one_answer_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.agency_id} {self.answer}"


class Settlement(models.Model):
    """What was settled, by what, and what it spares against doing nothing."""

    public_id = public_id("s")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="settlement")
    how = models.CharField(max_length=12, choices=choices_of(HowSettled))
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=64, blank=True)
    """The competent body that decided; empty where the owners agreed."""
    words = models.CharField(max_length=2000, blank=True)
    on = models.DateField()
    bound = models.DateField(null=True, blank=True)
    """The day on which the last letter was entered."""
    until = models.DateField()
    """The last of the agreed days."""
    reopened = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.public_id


class Letter(models.Model):
    """The office letter («اندیکاتور») by which an agency or a body confirms a settlement."""

    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="letters")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=64)
    date = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["settlement", "agency"], name="coordination_one_letter_each"
            ),
        )

    def __str__(self) -> str:
        return self.number
