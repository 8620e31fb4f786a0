"""The digital planning dossier: checked against its layout, made new, and written back from a plan."""
