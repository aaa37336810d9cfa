"""The problem, or a piece of it, as a constraint model for CP-SAT.

Importing a module of this package does not import OR-Tools; building a model does.
"""
