"""Calendars: Jalali, Iranian lunar Hijri, seasons as rules, working days, instants."""
