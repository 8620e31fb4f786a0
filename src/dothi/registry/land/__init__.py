"""What applies to land, asked of the plans and theme layers on record."""
