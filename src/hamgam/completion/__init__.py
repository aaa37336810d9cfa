"""What to finish first: budgets, crews, scenarios, plans, adoption, the new-start gate, the term."""
