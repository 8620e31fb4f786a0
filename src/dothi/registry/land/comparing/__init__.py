"""Comparisons that officers hand in: plan against plan, conversion, land without a plan; each is a job."""
