"""The arithmetic of the city: values in, findings and plans out.

Pure: no database, no web, no clock, no network, no files. Lengths are metres, times are days,
money is rials.
"""
