"""The week's workbook: sites worth standing at, and the delegations that can go."""

from hamgam.exchange.touring.problem import Week, week_of
from hamgam.exchange.touring.read import Sheets, read_week
from hamgam.exchange.touring.rows import DelegationRow, SiteRow
from hamgam.exchange.touring.template import write_template

__all__ = [
    "DelegationRow",
    "Sheets",
    "SiteRow",
    "Week",
    "read_week",
    "week_of",
    "write_template",
]
