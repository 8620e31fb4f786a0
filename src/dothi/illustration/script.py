"""What a province wants drawn: rivers, roads, towns and plans, read from ``illustration.toml`` of its pack.

The file holds invention only and says so. Coordinates are ``[east, north]`` in metres of EPSG:5899.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dothi.base.errors import Fault, InputError, UnusableError, refuse_all
from dothi.illustration.entries import Entry, Point

FILE = "illustration.toml"
LEVELS = ("provincial", "general", "zoning", "detailed")
AREA_KINDS = ("industry", "lake", "park", "heritage", "training", "health", "forest")
CHANGES = ("town", "centre", "park")


@dataclass(frozen=True, slots=True)
class River:
    """A river by its course; ``widths`` in metres at its first and last point."""

    name: str
    points: tuple[Point, ...]
    widths: tuple[float, float]
    levels: tuple[str, ...] = LEVELS


@dataclass(frozen=True, slots=True)
class Road:
    """A main road by its course; ``width`` in metres between red lines."""

    name: str
    points: tuple[Point, ...]
    width: float
    levels: tuple[str, ...] = LEVELS


@dataclass(frozen=True, slots=True)
class Centre:
    """A town; at ``radius`` metres from its middle it is half countryside."""

    name: str
    at: Point
    radius: float


@dataclass(frozen=True, slots=True)
class Area:
    """Something large: an industrial park, a lake. ``kind`` is one of :data:`AREA_KINDS`."""

    kind: str
    name: str
    at: Point
    radius: float
    stretch: float = 1.0
    direction: Point = (1.0, 0.0)
    island: bool = False
    levels: tuple[str, ...] = LEVELS


@dataclass(frozen=True, slots=True)
class Change:
    """Ground that a revised plan uses otherwise: ``becomes`` is one of :data:`CHANGES`."""

    name: str
    at: Point
    radius: float
    becomes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanScript:
    """One plan to be drawn.

    Its ground is ``units``, or everything but ``without``, or ``hectares`` around ``at`` cut out of the plan
    ``upper``, or that of the plan it ``revises``.
    """

    key: str
    level: str
    name: str
    name_en: str
    scale: int
    decision: str
    approved: date
    in_force: date
    ended: date | None = None
    upper: str = ""
    revises: str = ""
    serial: int = 0
    units: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    at: Point | None = None
    hectares: float = 0.0
    roads: tuple[Road, ...] = ()
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """Everything a province wants drawn.

    ``label`` is written on every feature; ``shore`` runs roughly along the sea and is empty inland.
    """

    seed: int
    label: str
    province_code: str
    shore: tuple[Point, ...]
    rivers: tuple[River, ...]
    roads: tuple[Road, ...]
    centres: tuple[Centre, ...]
    areas: tuple[Area, ...]
    plans: tuple[PlanScript, ...]


def read_script(folder: Path) -> Script:
    """Read the script of a province pack.

    Raises :class:`UnusableError` (``illustration.none``) where the pack has none, :class:`InputError` naming
    every faulty entry otherwise.
    """
    faults: list[Fault] = []
    head = Entry(FILE, _parsed(folder / FILE), faults)
    script = Script(
        seed=head.whole("seed", 0, 2**63 - 1),
        label=head.text("label"),
        province_code=head.text("province_code"),
        shore=head.points("shore") if "shore" in head.values else (),
        rivers=head.each("rivers", _river),
        roads=head.each("roads", _road),
        centres=head.each("centres", _centre),
        areas=head.each("areas", _area),
        plans=head.each("plans", _plan),
    )
    faults += _order_faults(script.plans)
    refuse_all(faults)
    return script


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UnusableError(
            Fault(
                "illustration.none",
                f"Gói dữ liệu tỉnh không có {FILE}: không có gì để vẽ minh họa",
                f"The province pack has no {FILE}: there is nothing to illustrate",
                str(path.parent),
                "Thêm tệp này vào gói, xem docs/illustrative-plans.md",
                "Add the file to the pack, see docs/illustrative-plans.md",
            )
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            Fault(
                "illustration.toml",
                f"Không đọc được: {error}",
                f"Cannot be read: {error}",
                str(path),
                "Sửa cú pháp TOML ở dòng đã nêu",
                "Mend the TOML at the line named",
            )
        ) from error


def _river(entry: Entry) -> River:
    return River(
        name=entry.text("name"),
        points=entry.points("points"),
        widths=entry.point("widths"),
        levels=entry.choices("levels", LEVELS, LEVELS),
    )


def _road(entry: Entry) -> Road:
    return Road(
        name=entry.text("name"),
        points=entry.points("points"),
        width=entry.number("width", 5, 150),
        levels=entry.choices("levels", LEVELS, LEVELS),
    )


def _centre(entry: Entry) -> Centre:
    return Centre(entry.text("name"), entry.point("at"), entry.number("radius", 100, 20_000))


def _area(entry: Entry) -> Area:
    return Area(
        kind=entry.choice("kind", AREA_KINDS),
        name=entry.text("name"),
        at=entry.point("at"),
        radius=entry.number("radius", 50, 20_000),
        stretch=entry.number("stretch", 1, 5, 1),
        direction=entry.point("direction", (1.0, 0.0)),
        island=entry.truth("island"),
        levels=entry.choices("levels", LEVELS, LEVELS),
    )


def _change(entry: Entry) -> Change:
    return Change(
        name=entry.text("name"),
        at=entry.point("at"),
        radius=entry.number("radius", 50, 20_000),
        becomes=entry.choice("becomes", CHANGES),
    )


def _plan(entry: Entry) -> PlanScript:
    return PlanScript(
        key=entry.text("key"),
        level=entry.choice("level", LEVELS),
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        scale=entry.whole("scale", 100, 1_000_000),
        decision=entry.text("decision"),
        approved=entry.day("approved"),
        in_force=entry.day("in_force"),
        ended=entry.day("ended") if "ended" in entry.values else None,
        upper=entry.text("upper", ""),
        revises=entry.text("revises", ""),
        serial=entry.whole("serial", 0, 9999, 0),
        units=entry.texts("units"),
        without=entry.texts("without"),
        at=entry.point("at") if "at" in entry.values else None,
        hectares=entry.number("hectares", 0, 100_000, 0),
        roads=entry.each("roads", _road),
        changes=entry.each("changes", _change),
    )


def _order_faults(plans: Sequence[PlanScript]) -> Iterator[Fault]:
    """Every plan stands after the one it lies in or revises, with ground of its own."""
    seen: dict[str, PlanScript] = {}
    for plan in plans:
        where = f"{FILE}, plans «{plan.key}»"
        if plan.key in seen:
            yield _plan_fault("twice", where, "Mã đồ án này đã có", "This plan key is there already")
        for key in filter(None, (plan.upper, plan.revises)):
            if key not in seen:
                yield _plan_fault(
                    "order",
                    where,
                    f"Đồ án «{key}» phải đứng trước đồ án dựa vào nó",
                    f"The plan “{key}” must stand before the one that builds on it",
                )
        cut = plan.level in {"zoning", "detailed"}
        if cut and not (plan.upper and plan.at and plan.hectares) and not plan.revises:
            yield _plan_fault(
                "ground",
                where,
                "Phân khu và chi tiết cần «upper», «at» và «hectares»",
                "Zoning and detailed plans need “upper”, “at” and “hectares”",
            )
        if not cut and not (plan.units or plan.without or plan.revises):
            yield _plan_fault("ground", where, "Cần «units» hoặc «without»", "Needs “units” or “without”")
        seen[plan.key] = plan


def _plan_fault(code: str, where: str, vi: str, en: str) -> Fault:
    return Fault(f"illustration.{code}", vi, en, where)
