"""Tests of the handlers, in process: the real application on the local Bot API."""
