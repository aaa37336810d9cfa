"""Page furniture for every capability: words in three languages, dates, money, digits, tables."""
