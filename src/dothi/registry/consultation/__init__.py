"""Hearing people: consultations, what was said to them, what was answered."""
