"""VN-2000 and WGS 84, joined by one named operation.

PROJ knows two operations between the two datums, 0.7 m apart, and libraries differ in which they take. Here
the operation is pinned: EPSG:6960, read from the EPSG registry by its code and written out as a pipeline, so
that no PROJ version, network grid or area of use can choose another. Where the registry lacks it, nothing is
guessed.

Vietnamese coordinate lists give X (north) before Y (east); projected points are named so, never by position.
Accuracy of the operation is 1 m, as published; results repeat to well under 1 mm.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dothi.base.errors import Fault, InputError, UnusableError

if TYPE_CHECKING:
    from pyproj import Transformer

DATUM_OPERATION = 6960
"""EPSG code of "VN-2000 to WGS 84 (2)"."""

_METHOD = "Coordinate Frame rotation (geog2D domain)"
_HELMERT = {
    "X-axis translation": ("x", "metre"),
    "Y-axis translation": ("y", "metre"),
    "Z-axis translation": ("z", "metre"),
    "X-axis rotation": ("rx", "arc-second"),
    "Y-axis rotation": ("ry", "arc-second"),
    "Z-axis rotation": ("rz", "arc-second"),
    "Scale difference": ("s", "parts per million"),
}
_WEST, _SOUTH, _EAST, _NORTH = 101.0, 6.0, 118.0, 24.0
_MERIDIAN = re.compile(r"(?P<degrees>1[01][0-9])(?:[°\s-]+(?:(?P<minutes>[0-5]?[0-9])['′’]?)?)?")


class Geographic(NamedTuple):
    """A point on WGS 84, in degrees."""

    longitude: float
    latitude: float


class Projected(NamedTuple):
    """A point of a VN-2000 zone, in metres: X is north and Y is east, as Vietnamese lists write them."""

    x_north: float
    y_east: float


@dataclass(frozen=True, slots=True)
class Zone:
    """One projected zone of VN-2000: central meridian in ``minutes`` of arc, ``width`` in degrees."""

    epsg: int
    minutes: int
    width: int

    @property
    def central_meridian(self) -> float:
        """Degrees east of Greenwich."""
        return self.minutes / 60

    @property
    def title(self) -> str:
        """How surveyors name it: ``107°45′, múi 3°``."""
        return f"{self.minutes // 60}°{self.minutes % 60:02d}′, múi {self.width}°"


@dataclass(frozen=True, slots=True)
class DatumOperation:
    """What is stored beside every transformed coordinate."""

    code: str
    name: str
    method: str
    accuracy_m: float


_TM3_AT = (
    (5896, 102, 0),
    (9205, 103, 0),
    (9206, 104, 0),
    (9207, 104, 30),
    (9208, 104, 45),
    (5897, 105, 0),
    (9209, 105, 30),
    (9210, 105, 45),
    (9211, 106, 0),
    (9212, 106, 15),
    (9213, 106, 30),
    (9214, 107, 0),
    (9215, 107, 15),
    (9216, 107, 30),
    (5899, 107, 45),
    (5898, 108, 0),
    (9217, 108, 15),
    (9218, 108, 30),
)
ZONES: tuple[Zone, ...] = (
    *(Zone(epsg, degrees * 60 + minutes, 3) for epsg, degrees, minutes in _TM3_AT),
    Zone(3405, 105 * 60, 6),
    Zone(3406, 111 * 60, 6),
)
"""Every projected zone of VN-2000 that the EPSG registry lists, from west to east."""


def zone(epsg: int) -> Zone:
    """Find the zone of an EPSG code; other codes are an :class:`InputError` (``crs.unknown-zone``)."""
    for candidate in ZONES:
        if candidate.epsg == epsg:
            return candidate
    raise InputError(
        Fault(
            "crs.unknown-zone",
            f"EPSG:{epsg} không phải là một múi chiếu VN-2000",
            f"EPSG:{epsg} is not a zone of VN-2000",
            remedy_vi="Chọn mã theo kinh tuyến trục, ví dụ 5899 cho 107°45′",
            remedy_en="Choose the code by central meridian, as in 5899 for 107°45′",
        )
    )


def zone_at(meridian: str, *, width: int = 3) -> Zone:
    """Find the zone of a central meridian written ``107°45'``, ``107-45`` or ``108``.

    Raises :class:`InputError`: ``crs.unreadable-meridian``, or ``crs.no-zone`` where no zone stands on it.
    """
    found = _MERIDIAN.fullmatch(meridian.strip())
    if found is None:
        raise InputError(
            Fault(
                "crs.unreadable-meridian",
                f"«{meridian.strip()[:40]}» không phải là kinh tuyến trục",
                f"“{meridian.strip()[:40]}” is not a central meridian",
                remedy_vi="Ghi độ và phút, ví dụ 107°45'",
                remedy_en="Write degrees and minutes, as in 107°45'",
            )
        )
    minutes = int(found["degrees"]) * 60 + int(found["minutes"] or 0)
    for candidate in ZONES:
        if (candidate.minutes, candidate.width) == (minutes, width):
            return candidate
    known = ", ".join(
        item.title.split(",")[0] for item in sorted(ZONES, key=lambda z: z.minutes) if item.width == width
    )
    raise InputError(
        Fault(
            "crs.no-zone",
            f"Không có múi {width}° nào của VN-2000 ở kinh tuyến trục {meridian.strip()}",
            f"VN-2000 has no {width}-degree zone on the central meridian {meridian.strip()}",
            remedy_vi=f"Chọn một trong: {known}" if known else "Chọn múi 3° hoặc 6°",
            remedy_en=f"Choose one of: {known}" if known else "Choose a width of 3 or 6 degrees",
        )
    )


def to_wgs84(source: Zone, *, x_north: float, y_east: float) -> Geographic:
    """Carry a point of ``source`` to WGS 84 by EPSG:6960.

    Raises :class:`InputError` (``crs.outside-vietnam``) when the point falls far outside Vietnam, as it
    does when X and Y are swapped.
    """
    longitude, latitude = _pipeline(source).transform(y_east, x_north)
    _check_inside(longitude, latitude, source)
    return Geographic(longitude, latitude)


def from_wgs84(target: Zone, *, longitude: float, latitude: float) -> Projected:
    """Carry a point of WGS 84 to ``target`` by EPSG:6960; points outside Vietnam are refused."""
    _check_inside(longitude, latitude, target)
    east, north = _pipeline(target).transform(longitude, latitude, direction="INVERSE")
    return Projected(x_north=north, y_east=east)


@cache
def datum_operation() -> DatumOperation:
    """Describe the pinned operation from the registry; raise :class:`UnusableError` where it is missing."""
    operation = _registered()
    return DatumOperation(
        f"EPSG:{DATUM_OPERATION}", operation.name, operation.method_name, float(operation.accuracy)
    )


def pipeline_text(source: Zone) -> str:
    """Write the PROJ pipeline from easting, northing of ``source`` to longitude, latitude."""
    from pyproj import CRS  # noqa: PLC0415  (loading PROJ is dear; most importers never need it)

    projected = CRS.from_epsg(source.epsg)
    ellipsoid = projected.ellipsoid
    conversion = projected.coordinate_operation
    if ellipsoid is None or conversion is None:
        raise UnusableError(_registry_fault(f"EPSG:{source.epsg}"))
    size = f"+a={ellipsoid.semi_major_metre!r} +rf={ellipsoid.inverse_flattening!r}"
    numbers = {param.name: param.value for param in conversion.params}
    projection = (
        f"+proj=tmerc +lat_0={numbers['Latitude of natural origin']!r} "
        f"+lon_0={numbers['Longitude of natural origin']!r} +k={numbers['Scale factor at natural origin']!r} "
        f"+x_0={numbers['False easting']!r} +y_0={numbers['False northing']!r} {size}"
    )
    return (
        f"+proj=pipeline +step +inv {projection} +step +proj=push +v_3 +step +proj=cart {size} "
        f"+step +proj=helmert {_helmert()} +convention=coordinate_frame "
        "+step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


@cache
def _pipeline(source: Zone) -> Transformer:
    from pyproj import Transformer  # noqa: PLC0415

    return Transformer.from_pipeline(pipeline_text(source))


def _helmert() -> str:
    """Write the seven parameters by name, refused where a unit or a name is not what the pipeline expects."""
    params = {param.name: param for param in _registered().params}
    if set(params) != set(_HELMERT) or any(params[n].unit_name != unit for n, (_, unit) in _HELMERT.items()):
        raise UnusableError(_registry_fault(f"EPSG:{DATUM_OPERATION}"))
    return " ".join(f"+{short}={params[name].value!r}" for name, (short, _) in _HELMERT.items())


def _registered() -> Any:
    from pyproj.crs import CoordinateOperation  # type: ignore[attr-defined]  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        operation = CoordinateOperation.from_authority("EPSG", DATUM_OPERATION)
    except CRSError as error:
        raise UnusableError(_registry_fault(f"EPSG:{DATUM_OPERATION}")) from error
    if operation.method_name != _METHOD:
        raise UnusableError(_registry_fault(f"EPSG:{DATUM_OPERATION}"))
    return operation


def _check_inside(longitude: float, latitude: float, where: Zone) -> None:
    """Refuse points off a generous box around country and archipelagos: it finds slips, it is no border."""
    inside = _WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH
    if inside and math.isfinite(longitude) and math.isfinite(latitude):
        return
    raise InputError(
        Fault(
            "crs.outside-vietnam",
            f"Điểm rơi ra ngoài Việt Nam theo múi chiếu {where.title} (EPSG:{where.epsg})",
            f"The point falls outside Vietnam in zone EPSG:{where.epsg}",
            remedy_vi="Kiểm tra X là hướng bắc, Y là hướng đông, đơn vị mét, và đúng kinh tuyến trục",
            remedy_en="Check that X is north, Y is east, units are metres, and the central meridian is right",
        )
    )


def _registry_fault(code: str) -> Fault:
    return Fault(
        "crs.registry",
        f"Cơ sở dữ liệu PROJ trên máy không có {code} như đã công bố",
        f"The PROJ database on this machine lacks {code} as published",
        remedy_vi="Cài lại gói pyproj kèm cơ sở dữ liệu của nó, hoặc bỏ biến PROJ_DATA trỏ nơi khác",
        remedy_en="Reinstall pyproj with its own database, or unset a PROJ_DATA that points elsewhere",
    )
