"""The name of a layer version: SHA-256 of its canonical content, defined in ``docs/lake.md``.

Every row becomes bytes that depend on its values only; the digests of the rows are sorted, so that their
order says nothing while each repetition still counts; a header states schema, CRS, kinds of geometry and
whether the layer is invented. Neither file format nor program version has a part in it.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from dothi.lake import rings
from dothi.lake.table import logical_type

FORMAT = "dothi-layer-1"
DIGEST = 32
CELL = 9
_BYTES = pa.large_binary()


def row_digests(attributes: pa.Table, geometries: NDArray[Any]) -> NDArray[np.uint8]:
    """SHA-256 of each row, as an array of shape (rows, 32)."""
    heads, payloads = [], []
    for name in sorted(attributes.column_names, key=lambda text: text.encode()):
        head, payload = _cells(attributes.column(name).combine_chunks())
        heads.append(head)
        payloads += [] if payload is None else [payload]
    wkb = geometry_bytes(geometries)
    heads.append(_heads(pc.is_valid(wkb), _lengths(wkb)))
    start = _fixed(np.concatenate(heads, axis=1))
    rows = pc.binary_join_element_wise(start, *payloads, _filled(wkb), pa.scalar(b"", _BYTES))
    return _digest_each(rows)


def name_of(
    digests: NDArray[np.uint8],
    *,
    types: Mapping[str, str],
    crs: str,
    kinds: Iterable[str],
    illustrative: bool,
) -> str:
    """Name the content whose rows have these digests, in any order.

    :param types: logical type of each column.
    :param crs: canonical text of the CRS (:mod:`dothi.lake.reference`).
    :param kinds: kinds of geometry that occur, as GeoParquet writes them.
    """
    columns = sorted(([name, kind] for name, kind in types.items()), key=lambda item: item[0].encode())
    header = json.dumps(
        {
            "columns": columns,
            "crs": crs,
            "format": FORMAT,
            "geometry": sorted(kinds),
            "illustrative": illustrative,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
    digest = hashlib.sha256()
    digest.update(len(header).to_bytes(8, "little") + header)
    digest.update(len(digests).to_bytes(8, "little"))
    digest.update(np.sort(digests.view(f"V{DIGEST}").ravel().view(f"S{DIGEST}"), kind="stable").tobytes())
    return digest.hexdigest()


def geometry_bytes(geometries: NDArray[Any]) -> pa.Array:
    """Canonical WKB: little endian, ISO, no SRID, rings as :mod:`dothi.lake.rings` writes them."""
    return wkb_array(rings.canonical(geometries))


def wkb_array(geometries: NDArray[Any]) -> pa.Array:
    """Little-endian ISO WKB of every geometry, null where it is missing."""
    written = shapely.to_wkb(geometries, byte_order=1, flavor="iso", include_srid=False, output_dimension=3)
    return pa.array(written, type=_BYTES)


def _cells(column: pa.Array) -> tuple[NDArray[np.uint8], pa.Array | None]:
    kind = logical_type(column.type)
    valid = pc.is_valid(column)
    if kind in {"text", "bytes"}:
        payload = column.cast(_BYTES)
        return _heads(valid, _lengths(payload)), _filled(payload)
    if kind == "number":
        values = column.fill_null(0.0).to_numpy(zero_copy_only=False) + 0.0
    elif kind == "boolean":
        values = column.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    else:
        whole = column.cast(pa.int32()) if kind == "date" else column
        values = whole.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    return _heads(valid, values), None


def _heads(valid: pa.Array, values: NDArray[Any]) -> NDArray[np.uint8]:
    """One tag byte (1 where there is a value) and eight bytes of value or length, per row."""
    heads = np.zeros((len(values), CELL), dtype=np.uint8)
    heads[:, 0] = valid.to_numpy(zero_copy_only=False)
    little = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
    heads[:, 1:] = little.view(np.uint8).reshape(len(values), 8)
    return heads


def _lengths(payload: pa.Array) -> NDArray[Any]:
    lengths: NDArray[Any] = pc.binary_length(payload).fill_null(0).to_numpy(zero_copy_only=False)
    return lengths


def _filled(payload: pa.Array) -> pa.Array:
    return payload.fill_null(b"") if payload.null_count else payload


def _fixed(heads: NDArray[np.uint8]) -> pa.Array:
    count, width = heads.shape
    offsets = np.arange(count + 1, dtype=np.int64) * width
    return pa.Array.from_buffers(_BYTES, count, [None, pa.py_buffer(offsets), pa.py_buffer(heads)])


def _digest_each(rows: pa.Array) -> NDArray[np.uint8]:
    if not len(rows):
        return np.zeros((0, DIGEST), dtype=np.uint8)
    offsets = np.frombuffer(rows.buffers()[1], dtype=np.int64)[: len(rows) + 1].tolist()
    data = memoryview(rows.buffers()[2] or b"")
    sha256 = hashlib.sha256
    joined = b"".join([sha256(data[a:b]).digest() for a, b in itertools.pairwise(offsets)])
    return np.frombuffer(joined, dtype=np.uint8).reshape(-1, DIGEST)
