"""The tables of agencies, people, posts, delegations, tokens, inbox items and notices."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from hamgam.agencies.vocabulary import AgencyKind, Channel, Rhythm, Role
from hamgam.kit.ids import new_id
from hamgam.kit.words import Language


def choices_of(vocabulary: type[StrEnum]) -> list[tuple[str, str]]:
    """A vocabulary as Django's choices; its words in three languages stand in the locale files."""
    return [(word.value, word.value) for word in vocabulary]


def person_id() -> str:
    """A fresh public id of a person."""
    return new_id("p")


def item_id() -> str:
    """A fresh public id of an inbox item."""
    return new_id("i")


class Agency(models.Model):
    """A body that takes part. `path` holds the keys from the root down, as `/municipality/civil/`,
    so that a whole branch is one comparison."""

    key = models.SlugField(max_length=64, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=400, unique=True)
    kind = models.CharField(max_length=16, choices=choices_of(AgencyKind))
    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    name_ar = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name_fa

    def name(self, language: Language) -> str:
        """Its name in a language, Persian where that one is not known."""
        return {Language.EN: self.name_en, Language.AR: self.name_ar}.get(language) or self.name_fa


class Person(AbstractUser):
    """Someone who signs in. Holds no rights: posts do."""

    unaudited_columns: ClassVar[frozenset[str] | None] = frozenset({"password", "last_login"})

    public_id = models.CharField(max_length=24, unique=True, default=person_id)
    full_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=choices_of(Language), default="fa")

    def __str__(self) -> str:
        return self.full_name or self.username


class Post(models.Model):
    """A person's place in an agency, from a day to a day. A person may hold several."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=16, choices=choices_of(Role))
    title = models.CharField(max_length=200, blank=True)
    begins = models.DateField()
    ends = models.DateField(null=True, blank=True)
    """The last day; None while it lasts."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")),
                name="agencies_post_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.agency}"


class Delegation(models.Model):
    """A substitute («جانشین»): some rights of a post, for a subject, up to a sum, until a day."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    rights = models.JSONField()
    """Names of rights, each one the post itself holds."""
    subject = models.CharField(max_length=80, blank=True)
    """The public id of the one project or work it is for; empty for all."""
    limit_rials = models.BigIntegerField(null=True, blank=True)
    begins = models.DateField()
    ends = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    """Set when it was taken back early."""

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gte=F("begins")),
                name="agencies_delegation_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.post} → {self.to}"


class Party(models.Model):
    """An agency that takes part in something of another's, and sees it at the level `parties`."""

    subject = models.CharField(max_length=24)
    """The public id of the work or project."""
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="parties")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["subject", "agency"], name="agencies_party_once"),
        )

    def __str__(self) -> str:
        return f"{self.agency} in {self.subject}"


class Token(models.Model):
    """An agency's key to the API. Only its hash is kept; the secret is shown once."""

    unaudited_columns: ClassVar[frozenset[str] | None] = frozenset({"digest", "last_used"})

    public_id = models.CharField(max_length=24, unique=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret; the secret is 256 random bits, so it needs no salt."""
    rights = models.JSONField()
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)
    last_used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.agency.key} {self.name}"


class Invitation(models.Model):
    """A person asked to set a first password. Only the hash of its secret is kept."""

    unaudited_columns: ClassVar[frozenset[str] | None] = frozenset({"digest"})

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.person}"


class InboxItem(models.Model):
    """Something that waits («کارتابل») for an agency, or for one of its people."""

    public_id = models.CharField(max_length=24, unique=True, default=item_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="inbox")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="inbox")
    kind = models.CharField(max_length=40)
    """Names a sentence of `locale/<language>/inbox.toml`; `about` fills it."""
    role = models.CharField(max_length=16, choices=choices_of(Role), blank=True)
    """Whose desk of the agency it lies on; empty for everybody who plans there."""
    subject = models.CharField(max_length=80)
    about = models.JSONField(default=dict)
    raised = models.DateTimeField()
    due = models.DateField(null=True, blank=True)
    done = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["agency", "done", "id"], name="agencies_inbox_open"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Referral(models.Model):
    """One step of an item's way («ارجاع»): from whose desk to whose, and with which word."""

    item = models.ForeignKey(InboxItem, on_delete=models.PROTECT, related_name="referrals")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    from_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_role = models.CharField(max_length=16, choices=choices_of(Role), blank=True)
    to_person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.from_agency} → {self.to_agency}"


class Notice(models.Model):
    """A message waiting to be sent, written in the transaction that gave rise to it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.JSONField(default=dict)
    queued = models.DateTimeField()
    sent = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    gathered = models.DateTimeField(null=True, blank=True)
    """When it went into the messages of its person's channels."""

    class Meta:
        indexes = (models.Index(fields=["gathered", "id"], name="agencies_notice_waits"),)

    def __str__(self) -> str:
        return f"{self.kind} → {self.person}"


class NoticeChoice(models.Model):
    """How a person wants to be told; who chose nothing is told by e-mail, at once."""

    unaudited_columns: ClassVar[frozenset[str] | None] = frozenset({"mobile", "bale_chat"})

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="notice_choice")
    rhythm = models.CharField(
        max_length=8, choices=choices_of(Rhythm), default=Rhythm.AT_ONCE.value
    )
    by_email = models.BooleanField(default=True)
    by_sms = models.BooleanField(default=False)
    by_bale = models.BooleanField(default=False)
    mobile = models.CharField(max_length=20, blank=True)
    bale_chat = models.CharField(max_length=40, blank=True)
    gathered_on = models.DateField(null=True, blank=True)
    """The day of the last digest."""

    def __str__(self) -> str:
        return f"{self.person} {self.rhythm}"


class Message(models.Model):
    """One or more notices on their way to a person by one channel."""

    unaudited_columns: ClassVar[frozenset[str] | None] = frozenset({"text"})

    key = models.CharField(max_length=64, unique=True)
    """Sent along with every attempt, so that a gateway delivers it once."""
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="messages")
    channel = models.CharField(max_length=8, choices=choices_of(Channel))
    subject = models.CharField(max_length=300)
    text = models.TextField()
    notices = models.ManyToManyField(Notice, related_name="messages")
    queued = models.DateTimeField()
    next_try = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=["sent", "next_try"], name="agencies_message_waits"),)

    def __str__(self) -> str:
        return f"{self.channel} → {self.person}"
