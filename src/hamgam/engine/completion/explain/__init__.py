"""A plan in words: why each project stands where it stands, and what would change the whole."""

from hamgam.engine.completion.explain.causes import Cause, Wait
from hamgam.engine.completion.explain.sentences import Explanation, explain

__all__ = ["Cause", "Explanation", "Wait", "explain"]
