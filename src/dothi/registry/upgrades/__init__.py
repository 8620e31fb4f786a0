"""Programmes by which towns reach a class: asked for by an officer, found by a job, kept as files."""
