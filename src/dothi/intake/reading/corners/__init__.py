"""Tables of coordinates as surveyors write them: X north, Y east, one corner to a line."""
