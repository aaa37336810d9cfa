"""Schedules of Microsoft Project (MSPDI XML) as problems: what is left of them, from a day on."""

from hamgam.exchange.mspdi.read import Schedule, read_mspdi

__all__ = ["Schedule", "read_mspdi"]
