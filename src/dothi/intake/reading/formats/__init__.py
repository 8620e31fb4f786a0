"""One module for each family of formats. A module here with a ``READER`` is a reader; no list names it."""
