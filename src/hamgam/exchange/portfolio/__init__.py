"""The portfolio workbook: eight columns that every deputy's office has, and what may stand beside
them."""

from hamgam.exchange.portfolio.assume import Assumptions, Filled, problem_of
from hamgam.exchange.portfolio.read import Portfolio, read_portfolio
from hamgam.exchange.portfolio.rows import PortfolioRow
from hamgam.exchange.portfolio.template import write_template

__all__ = [
    "Assumptions",
    "Filled",
    "Portfolio",
    "PortfolioRow",
    "problem_of",
    "read_portfolio",
    "write_template",
]
