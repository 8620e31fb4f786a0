"""The question about land as an address or a form carries it, and its refusal beside the wrong field."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _

from dothi.base.errors import DothiError, Fault, InputError, UnusableError
from dothi.base.numbers import parse_number
from dothi.intake.georeference.readings import readings
from dothi.land.corner_table import read_corner_table
from dothi.land.parcel_number import looks_like_parcel
from dothi.land.pointing import read_point
from dothi.portal.asking import Asking
from dothi.registry.land.asked import Asked, by_corners, by_geojson, by_point, ground
from dothi.registry.land.parcels import by_parcel

POINT, CORNERS, DRAWN, REGISTERED, CRS = "diem", "goc", "hinh", "dien-tich", "he"
LONGEST_SHAPE = 200_000
"""Characters of a corner table or of a drawn shape."""
LARGEST_KM2 = 25
"""An area that pages and the open data interface answer at once; the command has no such bound."""
_FIELDS = {"land.registered-area": REGISTERED, "number.": REGISTERED, "crs.": CRS}
"""Starts of codes that tell of another field than the one that names the land."""


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, as it was typed; ``field`` is the one that names the land, empty where nothing does."""

    values: Mapping[str, str]

    @property
    def field(self) -> str:
        return next((name for name in (DRAWN, CORNERS, POINT) if self.values.get(name)), "")

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer: beside which field, in which sentences, and the CRS to choose from.

    ``ways`` are keys of placements with their titles; ``status`` is 400, or 503 where nothing could be asked.
    """

    field: str
    sentences: list[str]
    ways: list[tuple[str, str]]
    status: int


def question_in(given: Mapping[str, str]) -> Question:
    """Read the question from the values of an address or a form; only what says something is kept."""
    names = (POINT, CORNERS, DRAWN, REGISTERED, CRS)
    values = {name: text for name in names if (text := given.get(name, "").strip())}
    return Question(values)


def asked_land(question: Question, asking: Asking) -> Asked:
    """The land that a question names; parcels are those of the day that is asked about.

    Raises :class:`InputError` where it cannot be read, :class:`UnusableError` where nothing can be asked.
    """
    _check_length(question)
    match question.field:
        case "hinh":
            return in_reach(by_geojson(object_in(question[DRAWN]), _registered(question[REGISTERED])))
        case "goc":
            return in_reach(by_corners(question[CORNERS], question[CRS], _registered(question[REGISTERED])))
        case _ if looks_like_parcel(question[POINT]):
            registered = _registered(question[REGISTERED])
            return in_reach(by_parcel(question[POINT], asking.as_of, asking.as_known_on, registered))
        case _:
            return by_point(question[POINT], question[CRS])


def in_reach(asked: Asked) -> Asked:
    """The land as it is; :class:`InputError` (``land.too-large``) for more than can be answered at once."""
    if (asked.piece.measured_m2 or 0.0) > LARGEST_KM2 * 1e6:
        raise InputError(
            Fault(
                "land.too-large",
                f"Vùng rộng quá {LARGEST_KM2} km²",
                f"The area is larger than {LARGEST_KM2} km²",
                remedy_vi="Chia thành các vùng nhỏ hơn, hoặc tải lớp dữ liệu của đồ án",
                remedy_en="Divide it into smaller areas, or download the layers of the plan",
            )
        )
    return asked


def refusal_of(error: DothiError, question: Question, language: str) -> Refusal:
    """The refusal that an error means."""
    field = next((name for code, name in _FIELDS.items() if error.code.startswith(code)), question.field)
    ways = _ways(question, language) if error.code == "land.which-crs" else []
    status = 503 if isinstance(error, UnusableError) else 400
    sentences = (
        [_("Tọa độ có thể thuộc nhiều hệ. Xem kinh tuyến trục ghi trên giấy tờ rồi chọn.")]
        if ways
        else error.sentences(language)
    )
    return Refusal(field, sentences, ways, status)


def _ways(question: Question, language: str) -> list[tuple[str, str]]:
    """The CRS in which the coordinates fall into the province."""
    where, home = ground()
    if question.field == CORNERS:
        shape: Any = read_corner_table(question[CORNERS]).polygon
    else:
        shape = shapely.Point(read_point(question[POINT]).position)
    found = readings(np.array([shape], dtype=object), where, home=home)
    return [(one.placement.key, one.placement.title(language)) for one in found]


def _registered(text: str) -> float | None:
    bare = text.lower().removesuffix("m2").removesuffix("m²").strip()
    return float(parse_number(bare)) if bare else None


def object_in(text: str) -> dict[str, Any]:
    """The object that a text of JSON holds; empty where it holds none, which no geometry is."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    return data if isinstance(data, dict) else {}


def _check_length(question: Question) -> None:
    for name in (CORNERS, DRAWN):
        if len(question[name]) > LONGEST_SHAPE:
            raise InputError(
                Fault(
                    "land.too-long",
                    f"Hình hoặc bảng gửi lên dài quá {LONGEST_SHAPE // 1000} nghìn ký tự",
                    f"The shape or table is longer than {LONGEST_SHAPE // 1000} thousand characters",
                    remedy_vi="Gửi riêng thửa đất cần tra cứu",
                    remedy_en="Send only the parcel to ask about",
                )
            )
