"""Readers of file formats, one module a family, discovered by folder; they run inside the sandbox only."""
