"""Service: what people report, who answers, and whether they say it was solved."""
