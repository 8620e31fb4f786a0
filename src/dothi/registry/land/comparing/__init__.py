"""Comparisons that officers hand in: plans, conversion, hazards, land without a plan; each is a job."""
