"""A city is a folder of data: what stands in it, and the reader that finds every fault of it."""

from hamgam.exchange.city.read import load_city
from hamgam.exchange.city.values import (
    LANGUAGES,
    Agency,
    City,
    CityError,
    Landmark,
    Names,
    Obstacle,
    Post,
    Price,
    PriceBook,
    Street,
)

__all__ = [
    "LANGUAGES",
    "Agency",
    "City",
    "CityError",
    "Landmark",
    "Names",
    "Obstacle",
    "Post",
    "Price",
    "PriceBook",
    "Street",
    "load_city",
]
