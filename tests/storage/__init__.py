"""Tests of the question log on real SQLite files."""
