"""Checking a plan: what is known about it, its layers made ready, and the engine that asks every rule."""
