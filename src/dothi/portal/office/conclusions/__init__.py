"""Conclusions against a look-up of land, as the office records them."""
