"""The ``dothi`` command: every job a person or a scheduled line runs."""
