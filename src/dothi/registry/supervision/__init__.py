"""Supervision by the Front and the People's Council: what was found, recommended, and what became of it."""
