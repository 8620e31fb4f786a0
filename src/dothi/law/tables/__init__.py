"""One module a table: its row class, found by its module's name. Data lie in ``dothi/law/data``."""
