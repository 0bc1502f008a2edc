"""Measurements of speed and quality, printed as tables; no tests, and never run by pytest."""
