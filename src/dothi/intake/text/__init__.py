"""Legacy Vietnamese text in tables: told by column and value, shown before it is applied, undone exactly."""
