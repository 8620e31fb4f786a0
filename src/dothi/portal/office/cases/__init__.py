"""Cases on the office's pages: the list, one case, its steps, papers and opinions, and what is late."""
