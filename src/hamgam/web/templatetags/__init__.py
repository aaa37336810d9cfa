"""Tags of the composition: panels of other rooms."""
