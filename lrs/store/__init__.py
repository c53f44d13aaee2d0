"""All SQL of the LRS: one file an aggregate, a function's docstring is the question it answers."""
