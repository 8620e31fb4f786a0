"""What the law says, as dated rows with basis, source, period and confidence."""

from dothi.law.law import Law
from dothi.law.layers import workspace_layers
from dothi.law.load import load_law
from dothi.law.rows import Confidence, LawRow, Layer
from dothi.law.table import Finding, SeveralPeriodsError, Table

__all__ = [
    "Confidence",
    "Finding",
    "Law",
    "LawRow",
    "Layer",
    "SeveralPeriodsError",
    "Table",
    "load_law",
    "workspace_layers",
]
