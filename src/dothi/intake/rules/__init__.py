"""The rules of checking, one module a rule, found by :func:`dothi.intake.checking.rule.rules`.

A module defines one ``RULE``; how to add one stands in docs/intake-checks.md.
"""
