"""Where coordinates lie: readings of a file's CRS, ranked with reasons, and a picture of them."""
