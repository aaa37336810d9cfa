"""A plan in words: why each project stands where it stands, and what would change the whole."""

from hamgam.engine.completion.explain.causes import Cause, Wait
from hamgam.engine.completion.explain.sentences import Explanation, explain, months_late
from hamgam.engine.completion.explain.whatif import Change, WhatIf

__all__ = ["Cause", "Change", "Explanation", "Wait", "WhatIf", "explain", "months_late"]
