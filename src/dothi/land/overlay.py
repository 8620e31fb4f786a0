"""Parcels on zones: for every parcel the area by code, what is uncovered and what is covered twice.

Areas conserve: for each parcel, the sum over codes + uncovered - doubly covered is the parcel's own area.
Land under k zones counts k - 1 times as doubly covered, also where the zones bear one code. Sums are taken in
order of size, so the order of features in either layer changes no digit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dothi.land.polygons import LeftOut, Polygons
from dothi.land.sharing import CONTACT_M2, Geometries, Shared, shared_areas

NO_CODE = ""
"""The code of zones whose code is empty: covered, by nobody knows what."""


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """What lies on every parcel, in m².

    ``parcels``: a row a parcel, indexed by its number in the file: ``id``, ``area_m2``, ``dominant`` (the
    code with the greatest area, the first in order of codes of equals; ``None`` where no zone covers the
    parcel or the greatest area bears no code), ``uncovered_m2``, ``doubly_covered_m2``. ``codes``: a row for
    each code of each parcel: ``row`` (position in ``parcels``), ``code``, ``m2``.
    """

    parcels: pd.DataFrame
    codes: pd.DataFrame
    zones: int
    pairs: int
    left_out: tuple[LeftOut, ...] = ()

    @property
    def code_totals(self) -> dict[str, float]:
        """m² by code over all parcels, in order of codes."""
        return {str(code): _total(group.to_numpy()) for code, group in self.codes.groupby("code")["m2"]}

    @property
    def uncovered_m2(self) -> float:
        """Land of parcels that no zone covers."""
        return _total(self.parcels["uncovered_m2"].to_numpy())

    @property
    def doubly_covered_m2(self) -> float:
        """Land of parcels that is covered more than once, counted for each time beyond the first."""
        return _total(self.parcels["doubly_covered_m2"].to_numpy())


def overlay(parcels: Polygons, zones: Polygons) -> Overlay:
    """Lay zones over parcels; both in metres on one map, as :func:`~dothi.land.polygons.laid_out` gives."""
    shared = shared_areas(parcels.shapes, zones.shapes)
    codes = _codes(shared, zones)
    own = shapely.area(parcels.shapes)
    twice = _covered_twice(shared, parcels.shapes, zones.shapes)
    covered = _sums(shared.parcel, shared.m2, len(parcels)) - twice
    uncovered = own - covered
    uncovered[uncovered <= CONTACT_M2] = 0.0
    frame = pd.DataFrame(
        {
            "id": parcels.labels,
            "area_m2": own,
            "dominant": _dominant(codes, len(parcels)),
            "uncovered_m2": uncovered,
            "doubly_covered_m2": twice,
        },
        index=pd.Index(parcels.features, name="feature"),
    )
    return Overlay(frame, codes, len(zones), len(shared), parcels.left_out + zones.left_out)


def _codes(shared: Shared, zones: Polygons) -> pd.DataFrame:
    """Area of each code on each parcel, in order of parcel and code."""
    pairs = pd.DataFrame({"row": shared.parcel, "code": zones.labels[shared.zone], "m2": shared.m2})
    pairs = pairs.sort_values(["row", "code", "m2"], kind="stable")
    return pairs.groupby(["row", "code"], sort=True, as_index=False)["m2"].sum()


def _dominant(codes: pd.DataFrame, count: int) -> npt.NDArray[np.object_]:
    ranked = codes.sort_values(["row", "m2", "code"], ascending=[True, False, True], kind="stable")
    first = ranked.drop_duplicates("row")
    dominant = np.full(count, None, dtype=object)
    dominant[first["row"].to_numpy()] = [code or None for code in first["code"]]
    return dominant


def _covered_twice(shared: Shared, parcels: Geometries, zones: Geometries) -> npt.NDArray[np.float64]:
    """Sum of the pairs of each parcel less the area they cover together."""
    twice = np.zeros(len(parcels))
    overlapping = _overlapping(zones)
    doubted = np.flatnonzero(overlapping[shared.zone])
    rows, counts = np.unique(shared.parcel[doubted], return_counts=True)
    for row in rows[counts > 1].tolist():
        these = doubted[np.searchsorted(shared.parcel[doubted], row) :]
        these = these[: np.searchsorted(shared.parcel[these], row, side="right")]
        pieces = sorted(shapely.intersection(parcels[row], zones[shared.zone[these]]), key=shapely.to_wkb)
        excess = _total(shared.m2[these]) - float(shapely.area(shapely.union_all(pieces)))
        twice[row] = excess if excess > CONTACT_M2 else 0.0
    return twice


def _overlapping(zones: Geometries) -> npt.NDArray[np.bool_]:
    """Which zones share land with another zone of the layer."""
    found = np.zeros(len(zones), dtype=bool)
    if not len(zones):
        return found
    first, second = shapely.STRtree(zones).query(zones, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    areas = shapely.area(shapely.intersection(zones[first], zones[second]))
    for side in (first, second):
        found[side[areas > CONTACT_M2]] = True
    return found


def _sums(rows: npt.NDArray[np.intp], values: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.float64]:
    """Sum of the values of each row, added in order of size."""
    order = np.lexsort((values, rows))
    sums = np.zeros(count)
    np.add.at(sums, rows[order], values[order])
    return sums


def _total(values: npt.NDArray[np.float64]) -> float:
    return float(np.sort(values).sum())
