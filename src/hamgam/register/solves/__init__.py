"""Long computations: asked for by a deed, worked out in a child process without a database."""
