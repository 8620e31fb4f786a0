"""Dossiers on the office's pages: sending, the check report, names of layers, publishing."""
