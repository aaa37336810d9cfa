"""Joint works: one trench and one closure for several agencies, with a leader and shares."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hamgam.agencies.models import Agency, choices_of
from hamgam.coordination.models.cases import Case
from hamgam.coordination.vocabulary import JointState, MemberState
from hamgam.register.models import Work
from hamgam.register.models.columns import public_id


class JointWorks(models.Model):
    """Works that are dug together («کار مشترک»)."""

    public_id = public_id("g")
    number = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=300)
    state = models.CharField(
        max_length=10, choices=choices_of(JointState), default=JointState.OPEN.value
    )
    leader = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="joint"
    )
    """The case that was settled by digging together; None for one made by hand."""
    begins = models.DateField()
    ends = models.DateField()
    alone_rials = models.BigIntegerField(default=0)
    """What the members would pay together if each dug alone."""
    joint_rials = models.BigIntegerField(default=0)
    """What the shared trench costs all of them."""
    price_year = models.PositiveSmallIntegerField()
    opened = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")), name="coordination_joint_days"
            ),
        )

    def __str__(self) -> str:
        return self.number


class JointMember(models.Model):
    """One agency's work in joint works, with its share of the cost."""

    public_id = public_id("n")
    joint = models.ForeignKey(JointWorks, on_delete=models.PROTECT, related_name="members")
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="joint_members")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=choices_of(MemberState))
    is_late = models.BooleanField(default=False)
    asked = models.DateTimeField()
    answered = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    metres = models.FloatField(default=0.0)
    """How much of its trench the shared one takes."""
    width_m = models.FloatField(default=0.0)
    alone_rials = models.BigIntegerField(default=0)
    share_rials = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["work"],
                condition=Q(state__in=("asking", "member")),
                name="coordination_work_in_one_joint",
            ),
        )

    def __str__(self) -> str:
        return f"{self.joint_id} {self.work_id}"
