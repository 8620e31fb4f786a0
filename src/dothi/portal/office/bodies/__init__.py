"""The office's pages of bodies: which exist when, and who took over whose duties."""
