"""Tests of the whole: the real process, over real HTTP."""
