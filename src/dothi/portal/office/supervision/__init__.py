"""Supervisions at the office."""
