"""The facts, how they are read and checked, and how a question finds its fact."""
