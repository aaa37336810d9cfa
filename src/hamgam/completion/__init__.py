"""What to finish first: scenarios, plans, adoption, the new-start gate, the term."""
