"""How a question finds its fact."""
