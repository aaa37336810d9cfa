"""`python -m hamgam` is the command line."""

from hamgam.cli.main import main

main()
