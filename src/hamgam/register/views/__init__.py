"""The HTML doors of the register, one file per thing."""
