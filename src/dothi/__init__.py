"""dothi: the information system a province needs to carry out its urban programme."""

__version__ = "0.1.0"
