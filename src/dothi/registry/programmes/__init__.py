"""Programmes: a document as read, its items as officers confirm them, the versions that were adopted."""
