"""How the register's kinds of waiting things are told, one file per subject."""
