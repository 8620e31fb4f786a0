"""The way up: the cheapest programme of projects by which towns reach a class, or the earliest year.

Read :mod:`~dothi.towns.upgrade.model` for what goes in and :mod:`~dothi.towns.upgrade.plan` for what comes
out.
"""
