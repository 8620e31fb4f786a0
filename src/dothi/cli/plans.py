"""``dothi plans``: draw illustrative plans for demonstrations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.errors import Fault, UnusableError

if TYPE_CHECKING:
    from dothi.illustration.plan import Plan

LEVELS = ("provincial", "general", "zoning", "detailed")
TITLES = {
    "provincial": "cấp tỉnh",
    "general": "quy hoạch chung",
    "zoning": "phân khu",
    "detailed": "chi tiết",
}


@click.group()
def plans() -> None:
    """Đồ án quy hoạch. / Plans."""


@plans.command()
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--seed",
    metavar="SỐ",
    type=click.IntRange(0, 2**63 - 1),
    help="Hạt giống; mặc định theo tệp của tỉnh. / Seed; by default that of the province's script.",
)
@click.option(
    "--level",
    "levels",
    type=click.Choice(LEVELS),
    multiple=True,
    help="Chỉ cấp này; nêu nhiều lần được. / This level only; may be given more than once.",
)
@click.option(
    "--province",
    metavar="TÊN|THƯ_MỤC",
    default="quang-nam",
    show_default=True,
    help="Gói dữ liệu của tỉnh. / Province pack.",
)
def illustrate(folder: Path, seed: int | None, levels: tuple[str, ...], province: str) -> None:
    """Vẽ các đồ án minh họa trên địa bàn thật: mỗi đồ án một GeoPackage và một tệp JSON.

    Mọi đồ án là dữ liệu minh họa, không phải quy hoạch đã duyệt. Cùng hạt giống thì cùng kết quả; tệp cũ
    cùng tên bị thay. Xem docs/illustrative-plans.md.

    Draw illustrative plans on real ground, a GeoPackage and a JSON each. All of it is invented. Equal seeds
    give equal plans; files of the same name are replaced.
    """
    from dothi.cli.prepare import province_folder
    from dothi.illustration.draw import draw_plans
    from dothi.illustration.script import read_script
    from dothi.illustration.write import write_plan
    from dothi.law import load_law
    from dothi.places.pack import read_pack

    pack = province_folder(province)
    script = read_script(pack)
    outlines = read_pack(pack).outlines
    law = load_law()
    _make(folder)
    drawn = draw_plans(script, outlines, seed=seed, levels=levels or LEVELS)
    total = sum(plan.level in (levels or LEVELS) for plan in script.plans)
    for plan in _watched(drawn, total):
        click.echo(_line(write_plan(plan, script, law, folder)))
    click.echo(f"{script.label}. Xong / Done: {folder}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnusableError(
            Fault(
                "illustration.folder",
                f"Không tạo được thư mục: {error.strerror}",
                f"The folder cannot be made: {error.strerror}",
                str(folder),
                "Chọn thư mục khác hoặc xin quyền ghi",
                "Choose another folder or ask for the right to write",
            )
        ) from error


def _watched(drawn: Iterator[Plan], total: int) -> Iterator[Plan]:
    """Show on standard error how many plans are drawn."""
    from rich.console import Console
    from rich.progress import track

    yield from track(
        drawn,
        description="Đang vẽ / Drawing",
        total=total,
        console=Console(stderr=True),
        transient=True,
    )


def _line(facts: dict[str, Any]) -> str:
    hectares = f"{facts['area_m2'] / 10_000:,.0f}".replace(",", ".")
    zones = f"{facts['layers']['ChucNangSuDungDat_A']:,}".replace(",", ".")
    return f"{facts['file']}: {facts['name']}, {TITLES[facts['level']]}, {hectares} ha, {zones} ô chức năng"
