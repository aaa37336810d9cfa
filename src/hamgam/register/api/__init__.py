"""The JSON doors of the register, one file per subject."""
