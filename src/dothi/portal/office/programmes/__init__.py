"""The office's pages of programmes: sending, reviewing beside the source, adopting, comparing."""
