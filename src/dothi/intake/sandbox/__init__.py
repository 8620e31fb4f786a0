"""Reading in a process of its own: limits, isolation, the handover of what was read, and how it can end."""
