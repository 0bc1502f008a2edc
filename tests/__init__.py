"""Tests of the whole: real Application, handlers, index, SQLite and HTTP."""
