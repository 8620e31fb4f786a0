"""Pages of layers of themes: what is on record, recording one, withdrawing one."""
