"""Long work outside the web process.

Declare a kind in an app's ``jobs`` module with :func:`dothi.registry.jobs.work.job_kind`, hand work in with
``enqueue``; ``worker`` runs it, ``recovery`` finds what a dead worker left.
"""
