"""Documents, photos and internal notes."""

from __future__ import annotations

from django.db import models

from hamgam.register.models.columns import Owned, public_id


class Document(Owned):
    """A file that belongs to a work or a project. Its bytes lie outside the site under its hash."""

    public_id = public_id("b")
    subject = models.CharField(max_length=24)
    title = models.CharField(max_length=300)
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    taken_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["subject"], name="register_document_subject"),)

    def __str__(self) -> str:
        return self.title


class Note(models.Model):
    """An agency's internal note about a work or a project; nobody else reads it."""

    public_id = public_id("x")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=24)
    text = models.TextField()
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["subject"], name="register_note_subject"),)

    def __str__(self) -> str:
        return self.text[:40]
