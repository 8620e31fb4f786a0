"""Pages on which officers compare plans: asking, waiting, and the result that colleagues may open too."""
