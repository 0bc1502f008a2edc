"""The question log: SQL tables, their migrations, and what is written to and read from them."""
