"""From a red dot to a signed agreement: cases, options, signatures, the ladder, permits."""
