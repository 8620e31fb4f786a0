"""What applies to land: areas shared by parcels and zones, answers for a piece of land, plan against plan.

Takes frames and frozen dataclasses, knows no file, no web and no database; every date is an argument.
``docs/land.md`` says what each figure means.

>>> from dothi.land.overlay import overlay                                      # doctest: +SKIP
>>> overlay(parcels, zones).code_totals                                       # doctest: +SKIP
{'CX': 1200.0, 'ODT': 3800.0}
"""
