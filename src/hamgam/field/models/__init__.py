"""The field's tables, one file per subject."""

from hamgam.field.models.meetings import Authority, SiteItem, SiteMeeting, SitePresence
from hamgam.field.models.obstacles import Cause, Obstacle, Waiting
from hamgam.field.models.pursuit import Directive, DirectiveReply, FollowUp, Sprint
from hamgam.field.models.records import Record, Sighting
from hamgam.field.models.tours import Stop, Tour

__all__ = [
    "Authority",
    "Cause",
    "Directive",
    "DirectiveReply",
    "FollowUp",
    "Obstacle",
    "Record",
    "Sighting",
    "SiteItem",
    "SiteMeeting",
    "SitePresence",
    "Sprint",
    "Stop",
    "Tour",
    "Waiting",
]
