"""Measures: earned value and schedule, forecasts and their honesty, survival, proportions,
indices."""
