"""Tests of the delivery of updates: order, confirmation, offsets."""
