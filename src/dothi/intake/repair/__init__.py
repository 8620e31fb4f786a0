"""Repair: only what can be undone to the last digit, each change with its rule and its area."""
