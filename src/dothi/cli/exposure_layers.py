"""What ``dothi land exposure`` works on: things and a hazard, laid out on one map."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import geopandas as gpd
import rasterio
import shapely

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.numbers import parse_number
from dothi.cli.concluded import conclusions_for
from dothi.cli.layers import ILLUSTRATIVE, LAKE, PLAN, any_layer, opened_lake, polygon_layer, zones_layer
from dothi.intake.checking.context import tolerances_for
from dothi.intake.georeference.placement import placement
from dothi.lake.rasters import opened
from dothi.land.beside import Beside, Subject, beside
from dothi.land.exposure import Hazard, Things
from dothi.land.exposure_files import Basis
from dothi.land.exposure_hazards import theme_hazard, vector_hazard
from dothi.land.exposure_layers import Map, things_of
from dothi.land.exposure_raster import Rule, raster_hazard, raster_things
from dothi.land.overrides import PLAN as ABOUT_PLAN
from dothi.land.overrides import THEME as ABOUT_THEME
from dothi.land.polygons import Source, check_column
from dothi.land.record import Words
from dothi.law import Law, load_law, workspace_layers
from dothi.law.tables.land_themes import LandTheme

THEME = "theme:"
_EXTENT = "extent"
_RASTER = (".tif", ".tiff")


def check_use(options: Mapping[str, Any]) -> None:
    """Refuse, before anything is read, options that say nothing of this kind of hazard."""
    address = options["hazard"]
    if options["field"] and not options["values"]:
        raise click.UsageError("--field cần --value / --field needs --value")
    if address.startswith(THEME) and (options["field"] or options["covers"] or options["scale"]):
        raise click.UsageError(
            "theme: đã có phạm vi, tỷ lệ của lớp: bỏ --field, --covers, --scale / a theme has its own"
        )
    if address.lower().endswith(_RASTER):
        _rule(options)
    elif not address.startswith(LAKE):
        _no_rule(options)
    if not address.startswith((LAKE, PLAN, THEME)):
        _must_exist(address)


def read_all(workspace: Path, what: str, options: Mapping[str, Any]) -> tuple[Things, Hazard, Map, Basis]:
    """Things and hazard on one map, and what the answer rests on."""
    law = load_law(*workspace_layers(workspace))
    things, ground, notes = _things(workspace, what, options, law)
    hazard = _hazard(workspace, options, law, things, ground)
    return (
        things,
        hazard,
        ground,
        Basis(
            options["as_of"],
            options["known_on"],
            things.illustrative or hazard.illustrative,
            notes,
            _said(what, options, (things, ground)),
        ),
    )


def _said(what: str, options: Mapping[str, Any], on: tuple[Things, Map]) -> tuple[Beside, ...]:
    """What people concluded of the theme, or of the plan whose zones are the things."""
    day, known_on, hazard = options["as_of"], options["known_on"], options["hazard"]
    subjects = [Subject(ABOUT_THEME, hazard.removeprefix(THEME))] if hazard.startswith(THEME) else []
    subjects += [Subject(ABOUT_PLAN, what.removeprefix(PLAN))] if what.startswith(PLAN) else []
    things, ground = on
    conclusions = conclusions_for((what, hazard), day, known_on)
    return beside(conclusions, subjects, things.shapes, ground.crs, ground.measuring)


def _things(
    workspace: Path, what: str, options: Mapping[str, Any], law: Law
) -> tuple[Things, Map, tuple[Words, ...]]:
    target = placement(options["crs"]).crs if options["crs"] else None
    with _raster(workspace, what) as (raster, title):
        if raster is not None:
            _no_fields(options)
            return raster_things(raster, title, target, band=options["people_band"])
    title, frame = _vector(workspace, what, options["layer"], options, law)
    things, ground = things_of(
        title,
        frame,
        label=options["name"],
        group=options["by"],
        people=options["people"],
        crs=target,
        leave_out=options["leave_out"],
    )
    return replace(things, illustrative=bool(frame.attrs.get(ILLUSTRATIVE))), ground, ()


def _hazard(workspace: Path, options: Mapping[str, Any], law: Law, things: Things, ground: Map) -> Hazard:
    address = options["hazard"]
    if address.startswith(THEME):
        return _theme(workspace, address.removeprefix(THEME), options, law, (things, ground))
    with _raster(workspace, address) as (raster, title):
        if raster is not None:
            return raster_hazard(raster, title, _rule(options), things, ground, band=options["band"])
    _no_rule(options)
    title, frame = _vector(workspace, address, options["hazard_layer"], options, law)
    if options["field"]:
        check_column(Source(title, frame, options["field"]))
    return vector_hazard(
        title,
        frame,
        ground,
        field=options["field"],
        values=options["values"],
        covers=_covers(workspace, options["covers"], frame),
        tolerance_m=tolerances_for(law, options["scale"]).sliver if options["scale"] else 0.0,
        illustrative=bool(frame.attrs.get(ILLUSTRATIVE)),
        leave_out=options["leave_out"],
    )


def _vector(
    workspace: Path, address: str, layer: str, options: Mapping[str, Any], law: Law
) -> tuple[str, gpd.GeoDataFrame]:
    if address.startswith(PLAN):
        day = options["as_of"]
        title, frame, _ = zones_layer(workspace, address, name="", column="", law=law, day=day)
        return title, frame
    if address.startswith(LAKE):
        return polygon_layer(workspace, address)
    _must_exist(address)
    return any_layer(Path(address), layer)


@contextlib.contextmanager
def _raster(workspace: Path, address: str) -> Iterator[tuple[rasterio.DatasetReader | None, str]]:
    """The raster at an address, with its title; ``None`` where there is a vector layer.

    Raises :class:`UnusableError` where it cannot be read.
    """
    try:
        with _opened(workspace, address) as found:
            yield found
    except InputError as error:
        raise UnusableError(*error.faults) from error


@contextlib.contextmanager
def _opened(workspace: Path, address: str) -> Iterator[tuple[rasterio.DatasetReader | None, str]]:
    if address.startswith(LAKE):
        lake = opened_lake(workspace)
        name = lake.resolve(address.removeprefix(LAKE))
        if lake.manifest(name).raster is None:
            yield None, ""
            return
        version = lake.open_raster(name)
        with version.open_data() as stream, opened(stream) as raster:
            yield raster, version.manifest.title or name[:12]
    elif address.lower().endswith(_RASTER):
        _must_exist(address)
        with opened(Path(address)) as raster:
            yield raster, Path(address).name
    else:
        yield None, ""


def _theme(
    workspace: Path, code: str, options: Mapping[str, Any], law: Law, on: tuple[Things, Map]
) -> Hazard:
    from dothi.cli.django import start_django

    known = law.of(LandTheme)
    if code not in known:
        raise UnusableError(_no_theme(code, list(known)))
    start_django(workspace)
    from dothi.registry.land.sources import reader, theme_sources

    sources = theme_sources(law, options["as_of"], options["known_on"], reader).get(code, [])
    row = known[code]
    return theme_hazard(Words(row.title_vi, row.title_en), sources, *on)


def _covers(workspace: Path, address: str, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame | None:
    if not address:
        return None
    if address == _EXTENT:
        return gpd.GeoDataFrame(geometry=[shapely.box(*frame.total_bounds)], crs=frame.crs)
    if not address.startswith(LAKE):
        _must_exist(address)
    return polygon_layer(workspace, address)[1]


def _rule(options: Mapping[str, Any]) -> Rule:
    """Which pixels are hazard; what only layers of areas have is refused."""
    for name in ("field", "covers", "scale", "hazard_layer"):
        if options[name]:
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(f"{option} không dùng cho ảnh / {option} is not for rasters")
    values = frozenset(float(parse_number(value)) for value in options["values"])
    return Rule(options["at_least"], values, options["elevation"])


def _no_rule(options: Mapping[str, Any]) -> None:
    """Refuse what only rasters have; values of a layer need its field."""
    if options["at_least"] is not None or options["elevation"]:
        raise click.UsageError(
            "--at-least, --elevation chỉ dùng cho ảnh; lớp vùng dùng --field, --value "
            "/ --at-least and --elevation are for rasters; a layer of areas has --field and --value"
        )
    if options["values"] and not options["field"]:
        raise click.UsageError("--value của lớp vùng cần --field / values of a layer need --field")


def _no_fields(options: Mapping[str, Any]) -> None:
    if options["name"] or options["by"] or options["people"] or options["layer"]:
        raise click.UsageError(
            "ảnh dân số không có trường: bỏ --layer, --name, --by, --people / a raster has no fields"
        )


def _must_exist(address: str) -> None:
    if not Path(address).exists():
        raise click.UsageError(f"không có tệp «{address}» / there is no file “{address}”")


def _no_theme(code: str, known: list[str]) -> Fault:
    return Fault(
        "exposure.no-theme",
        f"Không có chủ đề «{code[:40]}»",
        f"There is no theme “{code[:40]}”",
        where="--hazard",
        remedy_vi=f"Chọn một trong: {', '.join(known)}",
        remedy_en=f"Choose one of: {', '.join(known)}",
    )
