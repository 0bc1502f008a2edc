"""Tests of the facts: reading, checking, text, figures."""
