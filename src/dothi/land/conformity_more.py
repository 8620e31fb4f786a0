"""Limits, phases, boundary and people of two plans together, as plain data, sheets and places on a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from dothi.intake.checking.fields import Quantity
from dothi.land.conformity_checks import PHASE, Checked, CheckedPart, Within
from dothi.land.conformity_whole import BoundaryCheck, People, PopulationCheck
from dothi.land.polygons import Polygons

WITHIN = {
    Within.EXCEEDS: ("vượt", "exceeds"),
    Within.UNKNOWN: ("chưa biết", "not known"),
    Within.WITHIN: ("không vượt", "within"),
}
PHASES = {
    Within.EXCEEDS: ("khác giai đoạn", "another phase"),
    Within.UNKNOWN: ("chưa biết", "not known"),
    Within.WITHIN: ("cùng giai đoạn", "the same phase"),
}
_SIDES = {"most": (" tối đa", "most "), "least": (" tối thiểu", "least ")}
_COLUMNS = [
    *("o_cap_duoi", "o_cap_tren", "noi_dung", "cap_duoi", "cap_tren", "ket_luan", "ly_do"),
    *("dien_tich_m2", "dai_hep"),
]


@dataclass(frozen=True, slots=True, eq=False)
class Further:
    """Everything that two plans are compared by beside functions."""

    limits: Checked
    phase: Checked
    boundary: BoundaryCheck
    population: PopulationCheck

    @property
    def exceeds(self) -> bool:
        """Whether the lower plan goes beyond the upper one in anything."""
        found = (self.limits.verdict, self.phase.verdict, self.boundary.verdict, self.population.verdict)
        return Within.EXCEEDS in found

    @property
    def parts(self) -> tuple[CheckedPart, ...]:
        """Places where limits or phases are to be looked at."""
        return (*self.limits.parts, *self.phase.parts)


def subject(name: str, language: str = "vi") -> str:
    """What a judgement is about: ``mật độ xây dựng tối đa``.

    >>> subject("storeys least"), subject("storeys least", "en"), subject("phase")
    ('tầng cao tối thiểu', 'least storeys', 'giai đoạn')
    """
    if name == PHASE:
        return "phase" if language == "en" else "giai đoạn"
    quantity, _, side = name.partition(" ")
    title = Quantity(quantity).title(language)
    return f"{_SIDES[side][1]}{title}" if language == "en" else f"{title}{_SIDES[side][0]}"


def verdict_words(name: str, verdict: Within) -> tuple[str, str]:
    """A verdict in both languages."""
    return (PHASES if name == PHASE else WITHIN)[verdict]


def further_data(found: Further, laid: Polygons) -> dict[str, Any]:
    """The four comparisons by name; areas in m², unrounded. ``laid`` as in ``conformity_data``."""
    points = laid.drawn([part.shape.representative_point() for part in found.parts])
    places = [_part(part, point) for part, point in zip(found.parts, points, strict=True)]
    count = len(found.limits.parts)
    boundary, people = found.boundary, found.population
    outside = laid.drawn([part.representative_point() for part in boundary.outside])
    return {
        "limits": {**_checked(found.limits), "places": places[:count]},
        "phase": {**_checked(found.phase), "places": places[count:]},
        "boundary": {
            "verdict": boundary.verdict.value,
            "reason": boundary.reason.vi,
            "reason_en": boundary.reason.en,
            "lower_m2": boundary.lower_m2,
            "outside_m2": boundary.outside_m2,
            "strip_m2": boundary.strip_m2,
            "by_zones": list(boundary.by_zones),
            "places": [
                {"m2": float(part.area), "at": [point.x, point.y]}
                for part, point in zip(boundary.outside, outside, strict=True)
            ],
        },
        "population": {
            "verdict": people.verdict.value,
            "reason": people.reason.vi,
            "reason_en": people.reason.en,
            "lower": _people(people.lower),
            "upper": _people(people.upper),
        },
    }


def further_sheets(found: Further) -> dict[str, pd.DataFrame]:
    """Sheets of a workbook: the four verdicts with their sums, and places."""
    boundary, people = found.boundary, found.population
    rows: list[tuple[Any, ...]] = [
        (subject(one.subject), verdict_words(one.subject, one.verdict)[0], one.m2, one.places, "")
        for one in (*found.limits.sums, *found.phase.sums)
    ]
    rows += [
        (
            "ranh giới",
            WITHIN[boundary.verdict][0],
            boundary.outside_m2,
            len(boundary.outside),
            boundary.reason.vi,
        ),
        ("dân số", WITHIN[people.verdict][0], None, None, population_text(people)),
    ]
    columns = ["Nội dung", "Kết luận", "Diện tích (m²)", "Số chỗ", "Ghi chú"]
    return {
        "Chỉ tiêu khác": pd.DataFrame(rows, columns=columns),
        "Vị trí chỉ tiêu": pd.DataFrame([_row(part) for part in found.parts], columns=_COLUMNS),
    }


def further_frames(found: Further, laid: Polygons, crs: Any) -> dict[str, gpd.GeoDataFrame]:
    """Map layers: places of limits and phases, and land outside the upper boundary; none that is empty."""
    frames: dict[str, gpd.GeoDataFrame] = {}
    if found.parts:
        shapes = laid.drawn([part.shape for part in found.parts])
        rows = [_row(part) for part in found.parts]
        frames["chi_tieu"] = gpd.GeoDataFrame(rows, columns=_COLUMNS, geometry=shapes, crs=crs)
    if found.boundary.outside:
        areas = [(float(part.area), WITHIN[found.boundary.verdict][0]) for part in found.boundary.outside]
        frames["ngoai_ranh_gioi"] = gpd.GeoDataFrame(
            areas,
            columns=["dien_tich_m2", "ket_luan"],
            geometry=laid.drawn(list(found.boundary.outside)),
            crs=crs,
        )
    for frame in frames.values():
        frame.index = pd.RangeIndex(1, len(frame) + 1, name="feature")
    return frames


def population_text(found: PopulationCheck, language: str = "vi") -> str:
    """Both sides' people and what follows, in one sentence."""
    names = ("lower", "upper") if language == "en" else ("cấp dưới", "cấp trên")
    told = [
        f"{name} {_range(side, language)} ({side.source.en if language == 'en' else side.source.vi})"
        for name, side in zip(names, (found.lower, found.upper), strict=True)
        if side is not None
    ]
    reason = found.reason.en if language == "en" else found.reason.vi
    return "; ".join([reason, *told])


def _range(people: People, language: str) -> str:
    least = f"{people.least:,.0f}" if language == "en" else f"{people.least:,.0f}".replace(",", ".")
    if people.most == people.least:
        return least
    from_, to = ("at least", "at most") if language == "en" else ("ít nhất", "nhiều nhất")
    if people.most is None:
        return f"{from_} {least}"
    most = f"{people.most:,.0f}" if language == "en" else f"{people.most:,.0f}".replace(",", ".")
    return f"{from_} {least}, {to} {most}"


def _checked(found: Checked) -> dict[str, Any]:
    return {
        "verdict": found.verdict.value,
        "sums": [
            {"subject": one.subject, "verdict": one.verdict.value, "m2": one.m2, "places": one.places}
            for one in found.sums
        ],
    }


def _part(part: CheckedPart, at: Any) -> dict[str, Any]:
    judged = part.judged
    return {
        "lower_feature": part.lower_feature,
        "upper_feature": part.upper_feature,
        "subject": judged.subject,
        "verdict": judged.verdict.value,
        "lower": judged.lower,
        "upper": judged.upper,
        "reason": judged.reason.vi,
        "reason_en": judged.reason.en,
        "m2": part.m2,
        "strip": part.strip,
        "at": [at.x, at.y],
    }


def _row(part: CheckedPart) -> tuple[Any, ...]:
    judged = part.judged
    return (
        part.lower_feature,
        part.upper_feature,
        subject(judged.subject),
        judged.lower,
        judged.upper,
        verdict_words(judged.subject, judged.verdict)[0],
        judged.reason.vi,
        part.m2,
        "có" if part.strip else "",
    )


def _people(people: People | None) -> dict[str, Any] | None:
    if people is None:
        return None
    return {
        "least": people.least,
        "most": people.most,
        "source": people.source.vi,
        "source_en": people.source.en,
    }
