"""What is said of plans, by language and key; every language holds the same keys and braces."""

from collections.abc import Mapping
from types import MappingProxyType

from hamgam.engine.completion.phrases.arabic import ARABIC
from hamgam.engine.completion.phrases.english import ENGLISH
from hamgam.engine.completion.phrases.persian import PERSIAN

PHRASES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {"fa": PERSIAN, "en": ENGLISH, "ar": ARABIC}
)
