"""Plans: dossiers as they were sent and checked, and the versions that were published."""
