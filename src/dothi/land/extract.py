"""The extract of an answer: a statement that anybody can check, whoever printed or passed it on.

A statement is one line of JSON in UTF-8 with sorted keys and no spaces. The SHA-256 of exactly these bytes is
what the paper bears, so the file handed out with it is checked with any tool. ``docs/land.md`` describes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from pyproj import CRS

from dothi.land.answer_data import answer_data
from dothi.land.piece import Piece, piece
from dothi.land.record import Answer, Words

FORMAT = "dothi-extract-1"
SHORT = 16
"""Digits of the digest that people compare."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an extract says of itself; ``made_at`` is in the time zone of the office, and is printed so."""

    code: str
    made_at: datetime
    language: str
    province: Words


def statement_of(answer: Answer, land: Piece, stamp: Stamp) -> str:
    """Write the statement in its one form.

    The land stands there as it was asked about, in its own zone: carried to WGS 84 and back it would no
    longer run along the same edges.
    """
    said = {
        "format": FORMAT,
        "code": stamp.code,
        "made_at": stamp.made_at.isoformat(timespec="seconds"),
        "language": stamp.language,
        "province": {"vi": stamp.province.vi, "en": stamp.province.en},
        "epsg": land.crs.to_epsg(),
        "land": shapely.geometry.mapping(land.shape),
        "answer": answer_data(answer),
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(statement: str) -> str:
    """SHA-256 of a statement, 64 hexadecimal digits."""
    return hashlib.sha256(statement.encode()).hexdigest()


def land_of(said: Mapping[str, Any]) -> Piece:
    """The land that a statement speaks of, exactly as it was asked about."""
    shape = shapely.geometry.shape(said["land"])
    return piece(shape, CRS.from_epsg(int(said["epsg"])), said["answer"]["registered_m2"])
