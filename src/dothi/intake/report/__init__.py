"""The check told to people: HTML and PDF with pictures, and the offending geometry as a GeoPackage."""
