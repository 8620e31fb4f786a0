"""Every finding as a row of a GeoPackage, to be laid over the plan in the planner's own program."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from dothi.base.drawing import leaves_of
from dothi.intake.checking.engine import Result
from dothi.intake.findings import Finding
from dothi.intake.geopackage import whole_file

_KINDS = ("P", "L", "A")
_NAMES = {"P": "phat_hien_P", "L": "phat_hien_L", "A": "phat_hien_A", "": "phat_hien_khong_hinh"}


def write_findings(result: Result, path: Path) -> dict[str, int]:
    """Write all findings, in layers of points, lines and areas for each CRS, and a table of the rest.

    Gives the number of rows of each layer written. A file that is there is replaced.
    """
    crs_of = {subject.name: subject.crs for subject in result.subjects}
    grouped: dict[tuple[str, str], list[tuple[Finding, Any]]] = defaultdict(list)
    systems: dict[str, Any] = {}
    for finding in result.findings:
        crs = crs_of.get(finding.layer)
        key = "" if crs is None else str(crs.to_epsg() or crs.name)
        systems[key] = crs
        for kind, shape in _by_kind(finding.geometry):
            grouped[kind, key if kind else ""].append((finding, shape))
    written = {}
    with whole_file(path) as waiting:
        for (kind, key), rows in sorted(grouped.items()):
            several = len({other for kind_of, other in grouped if kind_of == kind}) > 1
            name = _NAMES[kind] + (f"_{key or 'khong_ro'}" if several else "")
            _write(rows, name, systems.get(key), kind, waiting)
            written[name] = len(rows)
        if not written:
            _write([], _NAMES[""], None, "", waiting)
    return written


def _by_kind(shape: Any) -> Iterator[tuple[str, Any]]:
    """The parts of a geometry by kind, each kind as one multi-geometry; one empty kind for none."""
    if shape is None or shape.is_empty or not np.isfinite(shape.bounds).all():
        yield "", None
        return
    leaves = np.array(leaves_of(shape), dtype=object)
    for dimension, join in enumerate((shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)):
        chosen = leaves[shapely.get_dimensions(leaves) == dimension]
        if len(chosen):
            yield _KINDS[dimension], join(chosen)


def _write(rows: list[tuple[Finding, Any]], name: str, crs: Any, kind: str, path: Path) -> None:
    columns = {
        "ma": [finding.code for finding, _ in rows],
        "muc_do": [finding.severity.title() for finding, _ in rows],
        "lop": [finding.layer for finding, _ in rows],
        "doi_tuong": [None if f.feature is None else str(f.feature) for f, _ in rows],
        "lien_quan": [", ".join(str(other) for other in finding.others) for finding, _ in rows],
        "phat_hien": [finding.message for finding, _ in rows],
        "finding": [finding.message_en for finding, _ in rows],
        "cach_sua": [finding.remedy for finding, _ in rows],
        "so_do": [finding.measure for finding, _ in rows],
        "don_vi": [finding.unit for finding, _ in rows],
        "vi_tri": [finding.where for finding, _ in rows],
        "quy_tac": [finding.rule for finding, _ in rows],
    }
    frame = gpd.GeoDataFrame(columns, geometry=[shape for _, shape in rows], crs=crs if kind else None)
    declared = {"P": "MultiPoint", "L": "MultiLineString", "A": "MultiPolygon"}.get(kind)
    if declared is None:
        pyogrio.write_dataframe(pd.DataFrame(columns), path, layer=name, driver="GPKG")
    else:
        pyogrio.write_dataframe(frame, path, layer=name, driver="GPKG", geometry_type=declared)
