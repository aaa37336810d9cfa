"""What an agency's people said of a heading before: next season's file is read the same way."""

from __future__ import annotations

from collections.abc import Sequence

from hamgam.agencies.models import Agency
from hamgam.exchange.table import Table
from hamgam.register.models import KnownHeading
from hamgam.register.uploading.columns import head_of
from hamgam.register.uploading.said import Said


def known_said(agency: Agency, tables: Sequence[Table]) -> Said:
    """What was said of a file with the same heading; nothing when there was none."""
    row = KnownHeading.objects.filter(agency=agency, head=head_of(tables)).first()
    return Said(fields=row.fields, ignored=row.ignored) if row else Said()
