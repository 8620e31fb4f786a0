"""Hearing people: what is open, what was said, what was answered."""
