"""People, their roles, and the one function that says what they may do."""
