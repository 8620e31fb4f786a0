"""Bodies of state, party, front and mass organisations, and the decisions that pass their duties on."""
