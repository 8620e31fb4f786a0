"""A file of decisions on converting land: a CSV, or a map file whose shapes are the land decided on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dothi.base.csv_tables import table_rows
from dothi.land.decisions import Decision, decisions_from
from dothi.land.files import polygon_file
from dothi.land.polygons import Polygons, Source


@dataclass(frozen=True, slots=True, eq=False)
class DecisionRows:
    """Rows of a file by their features, and the layer of those that have a shape."""

    rows: Sequence[tuple[Any, Mapping[str, Any]]]
    drawn: Source | None = None

    def decisions(self, laid: Polygons | None) -> tuple[Decision, ...]:
        """Read the rows; ``laid`` is :attr:`drawn` in metres. Raises as :func:`decisions_from` does."""
        shapes = {} if laid is None else dict(zip(laid.features, laid.shapes, strict=True))
        return decisions_from((row, shapes.get(feature)) for feature, row in self.rows)


def decision_rows(path: Path) -> DecisionRows:
    """Open a file of decisions; raises what reading it raises."""
    if path.suffix.lower() == ".csv":
        return DecisionRows([(None, row) for row in table_rows(path)])
    title, frame = polygon_file(path)
    table = frame.drop(columns=frame.geometry.name)
    rows = [(feature, dict(row)) for feature, row in zip(frame.index, table.to_dict("records"), strict=True)]
    drawn = frame[~(frame.geometry.isna() | frame.geometry.is_empty)]
    return DecisionRows(rows, Source(title, drawn, str(table.columns[0])) if len(drawn) else None)
