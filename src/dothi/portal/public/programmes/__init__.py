"""Pages of programmes: what one wants, where it stands, its text, its versions, and the bodies it names."""
