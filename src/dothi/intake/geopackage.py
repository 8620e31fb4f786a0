"""Layers in one GeoPackage exactly as they are: features under their own numbers, no kind changed."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from dothi.base.errors import Fault, UnusableError
from dothi.intake.layers import Layer

_NUMBER = "fid"


def write_layers(layers: Iterable[Layer], path: Path) -> dict[str, str]:
    """Write ``layers`` to a GeoPackage at ``path`` so that reading gives every geometry back to the digit.

    Whole numbers of features become the numbers of the file. Text, and numbers of a layer that has a column
    ``fid`` of its own, stay in a column ``feature``, or ``feature_2`` and so on where that name is taken.
    Gives for each such layer the name of that column.
    """
    kept: dict[str, str] = {}
    with whole_file(path) as waiting:
        for layer in layers:
            frame = layer.frame.copy()
            whole = pd.api.types.is_integer_dtype(frame.index.dtype) and (
                not len(frame) or frame.index.min() >= 0
            )
            number = _free(_NUMBER, frame)
            name = _NUMBER if whole and number == _NUMBER else _free("feature", frame)
            if name != _NUMBER:
                kept[layer.name] = name
            frame.insert(0, name, frame.index.to_numpy())
            kinds = {str(kind) for kind in frame.geometry.geom_type.dropna().unique()}
            kinds = {
                kind.replace("LinearRing", "LineString") for kind in kinds
            }  # GDAL has no layers of rings
            kind = kinds.pop() if len(kinds) == 1 else "Unknown"  # a declared kind would turn others into it
            pyogrio.write_dataframe(
                frame,
                waiting,
                layer=layer.name,
                driver="GPKG",
                geometry_type=kind,
                promote_to_multi=False,
                FID=number,
                use_arrow=True,  # dates stay dates
            )
    return kept


def _free(name: str, frame: pd.DataFrame) -> str:
    """The name itself, or with the first number that no column has, whatever its case."""
    taken = {str(column).lower() for column in frame.columns}
    tried = (name, *(f"{name}_{number}" for number in range(2, len(taken) + 3)))
    return next(one for one in tried if one not in taken)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a place to write a file to; it stands at ``path`` when all went well, and only then.

    Raises :class:`UnusableError` (``intake.out-failed``) where the folder or the disk does not take it.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".dothi-", dir=path.parent) as folder:
            waiting = Path(folder) / path.name
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="'crs' was not provided")
                yield waiting
            if waiting.exists():
                waiting.replace(path)
    except (OSError, DataSourceError, DataLayerError, FeatureError, pa.ArrowException) as error:
        raise UnusableError(_failed(path, error)) from error


def _failed(path: Path, error: Exception) -> Fault:
    reason = (error.strerror if isinstance(error, OSError) else "") or str(error).splitlines()[0]
    return Fault(
        "intake.out-failed",
        f"Không ghi được tệp ({reason.replace(str(path.parent), '')})",
        f"The file cannot be written ({reason.replace(str(path.parent), '')})",
        path.name,
        "Kiểm tra quyền ghi vào thư mục và chỗ trống trên đĩa, hoặc ghi vào thư mục khác",
        "Check the right to write to the folder and the space on its disk, or write to another folder",
    )
