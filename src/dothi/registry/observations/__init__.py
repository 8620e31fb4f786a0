"""Observed values with their source and state."""
