"""Addresses as Iranian lists write them, found on a city's streets."""

from hamgam.exchange.places.index import StreetIndex
from hamgam.exchange.places.locate import Located, locate

__all__ = ["Located", "StreetIndex", "locate"]
