"""An application whose second migration fails, or is killed."""
