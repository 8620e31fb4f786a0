"""Extracts: made from an answer about land, confirmed by their code, taken as PDF and JSON."""
