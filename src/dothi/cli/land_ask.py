"""``dothi land ask``: what applies to one piece of land on a day."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.cli.django import start_django
from dothi.cli.land_answer_text import print_answer
from dothi.cli.place import AS_JSON, AS_OF, KNOWN_ON

if TYPE_CHECKING:
    from dothi.registry.land.asked import Asked

_PLACE = (
    click.argument("point", metavar="[TỌA_ĐỘ]", default=""),
    click.option(
        "--parcel", default="", metavar="SỐ_THỬA",
        help="Số tờ, số thửa và xã, như «tờ 12 thửa 345 xã Tam Xuân». / Sheet, parcel and commune.",
    ),
    click.option(
        "--corners", metavar="TỆP",
        type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True),
        help="Bảng tọa độ của giấy chứng nhận (tệp chữ, hoặc - để dán). / Corner table of a certificate.",
    ),
    click.option(
        "--area", type=click.Path(path_type=Path, exists=True), metavar="TỆP",
        help="Tệp bản đồ có vùng cần hỏi. / A map file that holds the area.",
    ),
    click.option(
        "--registered", type=float, metavar="M2",
        help="Diện tích trên giấy tờ, m². / Registered area, m².",
    ),
    click.option(
        "--crs", default="", metavar="MÃ",
        help="Hệ tọa độ của mét (mã EPSG) khi khác múi của tỉnh. / CRS of metres, if not the province's.",
    ),
)  # fmt: skip


def place_options(command: Callable[..., None]) -> Callable[..., None]:
    """The ways of naming a piece of land, alike for every command that asks about one."""
    for option in reversed(_PLACE):
        command = option(command)
    return command


@click.command("ask")
@place_options
@click.option(
    "--project",
    type=click.Path(path_type=Path, exists=True),
    metavar="TỆP",
    help="Ranh giới của một dự án: trả lời thêm các tiêu chí của dự án. / A project's area.",
)
@click.option("--name", default="", metavar="TÊN", help="Tên dự án. / The project's name.")
@click.option(
    "--use", "uses", multiple=True, metavar="MỤC_ĐÍCH",
    help="Mục đích sử dụng đất của dự án (land_law_uses). / The project's uses.",
)  # fmt: skip
@AS_OF
@KNOWN_ON
@AS_JSON
@click.pass_obj
def ask_command(
    workspace: Path,
    point: str,
    *,
    project: Path | None,
    name: str,
    uses: tuple[str, ...],
    as_of: date,
    known_on: date | None,
    as_json: bool,
    **named: Any,
) -> None:
    """Quy hoạch nào áp dụng cho nơi này vào ngày đó: theo TỌA_ĐỘ, số thửa, bảng góc ranh, vùng trong tệp.

    What applies to a place on a day: by a point, a parcel number, a corner table, or an area of a file.
    JSON: as_of, as_known_on, geometry, measured_m2, registered_m2, illustrative, parcel, notes, levels,
    themes; for a project also project, as “dothi project conform” gives it.
    """
    if project is None and (name or uses):
        raise click.UsageError("--name, --use chỉ đi với --project / --name and --use need --project")
    if project is not None:
        if named["area"] is not None:
            raise click.UsageError("nêu --area hoặc --project / give --area or --project")
        named["area"] = project
    place = check_place(point, **named)
    start_django(workspace)
    from dothi.cli.project import print_project
    from dothi.land.answer_data import answer_data
    from dothi.land.project_files import project_data
    from dothi.registry.land.asking import ask

    asked = asked_place(place, as_of, known_on)
    answer = ask(asked.piece, as_of, known_on, asked.notes)
    found = None
    if project is not None:
        from dothi.registry.land.projects import project_on_record

        found = project_on_record(asked.piece, name or project.stem, uses, as_of, known_on)
    if as_json:
        told = answer_data(answer) | ({} if found is None else {"project": project_data(found)})
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    print_answer(answer)
    if found is not None:
        print_project(found)


@dataclass(frozen=True, slots=True)
class Place:
    """The options that name a piece of land: exactly one of the first four says something."""

    point: str = ""
    parcel: str = ""
    corners: Path | None = None
    area: Path | None = None
    registered: float | None = None
    crs: str = ""


def check_place(point: str, **named: Any) -> Place:
    """Refuse a command that names no place, or more than one, or gives a point an area."""
    place = Place(point, **named)
    if sum(bool(one) for one in (point, place.parcel, place.corners, place.area)) != 1:
        raise click.UsageError(
            "nêu một trong: TỌA_ĐỘ, --parcel, --corners, --area / give a point, --parcel, --corners or --area"
        )
    if point and place.registered is not None:
        raise click.UsageError(
            "một điểm không có diện tích: bỏ --registered / a point has no area: leave out --registered"
        )
    return place


def asked_place(place: Place, day: date, known_on: date | None) -> Asked:
    """The land that the options name; Django must have been started. A point may be a parcel number too."""
    from dothi.land.parcel_number import looks_like_parcel
    from dothi.registry.land.asked import by_corners, by_file, by_point
    from dothi.registry.land.parcels import by_parcel

    if place.corners is not None:
        with click.open_file(str(place.corners), encoding="utf-8-sig") as stream:
            return by_corners(stream.read(), place.crs, place.registered)
    if place.area is not None:
        return by_file(place.area, place.crs, place.registered)
    if place.parcel or looks_like_parcel(place.point):
        return by_parcel(place.parcel or place.point, day, known_on, place.registered)
    return by_point(place.point, place.crs)
