"""Immutable versions of spatial layers: named by their content, published whole or not at all."""
