"""What happened, by whom, when: append-only, one hash chain per agency.

Two tables. *Facts* are written by deeds and start their follow-ups. *Changes* are written by the
database's own triggers for every row of every audited table, whoever wrote it; they start nothing.
"""
