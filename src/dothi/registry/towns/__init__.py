"""Values of standards of towns: entered, decided by a second person, drawn into scores."""
