"""Workbooks that people edit and send back: kept, reported on row by row, confirmed, written once."""
