"""Documents and other sources that figures and facts are traced to."""
