"""Layers that are asked about often are kept whole in memory: their content never changes.

A look-up reads a few features of every layer that lies at a place; opening the file for each of them is most
of its time. What is kept is bounded by the bytes of the files; the layers asked longest ago go first.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from threading import Lock
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from dothi.lake import LayerVersion
from dothi.land.piece import Box

OFTEN = 8
"""Reads after which a layer is kept."""
LARGEST, TOGETHER = 8 * 1024**2, 64 * 1024**2
"""Bytes of the file of one layer that may be kept, and of all of them."""


class Often:
    """The layers of one process that were asked about often."""

    def __init__(self) -> None:
        self._reads: Counter[str] = Counter()
        self._kept: OrderedDict[str, tuple[LayerVersion, gpd.GeoDataFrame, Any]] = OrderedDict()
        self._lock = Lock()

    def features_in(self, version: LayerVersion, box: Box) -> gpd.GeoDataFrame:
        """As :meth:`LayerVersion.features_in`."""
        found = self._kept.get(version.name)
        if found is None or found[0] is not version:
            self._reads[version.name] += 1
            if self._reads[version.name] < OFTEN or version.data_size > LARGEST:
                return version.features_in(box)
            found = self._keep(version)
        with self._lock:
            if version.name in self._kept:
                self._kept.move_to_end(version.name)
        _, frame, tree = found
        return frame.iloc[np.sort(tree.query(shapely.box(*box)))]

    def _keep(self, version: LayerVersion) -> tuple[LayerVersion, gpd.GeoDataFrame, Any]:
        frame = version.frame()
        frame.index = range(1, len(frame) + 1)
        frame.index.name = "feature"
        kept = version, frame, shapely.STRtree(frame.geometry.to_numpy())
        with self._lock:
            self._kept[version.name] = kept
            while sum(one.data_size for one, _, _ in self._kept.values()) > TOGETHER:
                self._kept.popitem(last=False)
        return kept
