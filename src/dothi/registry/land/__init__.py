"""Asking what applies to land, from the plans on record and their layers in the lake."""
