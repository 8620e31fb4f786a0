"""Consultations at the office: opening them, the queue of statements, answers."""
