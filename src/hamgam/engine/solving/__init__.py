"""What plan, arrange and tours share: limits, seeds, progress."""

from hamgam.engine.solving.limits import Budget, Limits, Stop
from hamgam.engine.solving.progress import Progress, Report

__all__ = ["Budget", "Limits", "Progress", "Report", "Stop"]
