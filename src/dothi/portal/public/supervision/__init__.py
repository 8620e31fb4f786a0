"""Supervisions that were made public."""
