"""Invented plans for demonstrations, made from a seed on real ground and labelled wherever they go."""
