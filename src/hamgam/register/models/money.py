"""Contracts and funding. Side tables: only the owning agency's people with the right see them.

Money is whole rials with its price base beside it; never a bare amount.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hamgam.agencies.models import choices_of
from hamgam.register.models.columns import public_id
from hamgam.register.models.projects import Project
from hamgam.register.vocabulary import AcceptanceKind, ExtensionCause, FundingSource


class Contract(models.Model):
    """A works contract («پیمان») of a project."""

    public_id = public_id("n")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="contracts")
    number = models.CharField(max_length=80)
    contractor = models.CharField(max_length=200)
    amount_rials = models.BigIntegerField()
    price_year = models.PositiveSmallIntegerField()
    price_quarter = models.PositiveSmallIntegerField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    handed_over_on = models.DateField(null=True, blank=True)
    """The day the site was handed to the contractor («تحویل زمین»)."""
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.number


class Claim(models.Model):
    """An interim payment claim («صورت‌وضعیت»): submitted, approved, paid."""

    public_id = public_id("q")
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="claims")
    number = models.CharField(max_length=40)
    submitted_on = models.DateField()
    submitted_rials = models.BigIntegerField()
    approved_on = models.DateField(null=True, blank=True)
    approved_rials = models.BigIntegerField(null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    paid_rials = models.BigIntegerField(default=0)

    @property
    def is_owed(self) -> bool:
        """Whether anything of it waits to be paid."""
        due = self.submitted_rials if self.approved_rials is None else self.approved_rials
        return due > self.paid_rials

    def __str__(self) -> str:
        return f"{self.contract} {self.number}"


class Extension(models.Model):
    """More time for a contract («تمدید مدت»), with its cause."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="extensions")
    on = models.DateField()
    days = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=1, choices=choices_of(ExtensionCause))
    is_excusable = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.contract} +{self.days}"


class Suspension(models.Model):
    """A formal suspension («تعلیق»): only with a notice under the contract."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="suspensions")
    notice_number = models.CharField(max_length=64)
    on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(notice_number=""), name="register_suspension_needs_notice"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract} {self.on}"


class Acceptance(models.Model):
    """Provisional or final acceptance of the works, with the list of defects."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="acceptances")
    kind = models.CharField(max_length=12, choices=choices_of(AcceptanceKind))
    on = models.DateField()
    defects = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.contract} {self.kind}"


class FundingLine(models.Model):
    """One source of a project's money in one Jalali year: approved, allocated, paid.

    Barter, bonds and treasury papers also carry face value, haircut and the day cash is expected.
    """

    public_id = public_id("f")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="funding")
    source = models.CharField(max_length=20, choices=choices_of(FundingSource))
    year = models.PositiveSmallIntegerField()
    approved_rials = models.BigIntegerField(default=0)
    allocated_rials = models.BigIntegerField(default=0)
    paid_rials = models.BigIntegerField(default=0)
    price_year = models.PositiveSmallIntegerField()
    face_value_rials = models.BigIntegerField(null=True, blank=True)
    haircut_permille = models.PositiveSmallIntegerField(null=True, blank=True)
    expected_cash_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["project", "source", "year"], name="register_funding_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.project_id} {self.source} {self.year}"
