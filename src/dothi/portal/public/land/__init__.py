"""What applies to a piece of land, as pages say it."""
