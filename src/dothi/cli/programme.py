"""``dothi programme``: read a programme document.

Reading changes nothing and needs no workspace; what was read is confirmed by an officer in the portal.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console

    from dothi.programme.model import Programme, Target, TownTarget
    from dothi.programme.names import Register

_PACKS = Path(__file__).resolve().parent.parent / "provinces"
_SIGNS = {"=": "", "~": "khoảng ", ">=": "≥ ", "<=": "≤ ", "range": ""}
_STATUS = {
    "reach": "đạt",
    "toward": "hướng đến",
    "equivalent": "tương đương",
    "recognise": "được công nhận",
    "establish": "hình thành mới",
    "administrative": "trở thành",
    "smart": "đô thị thông minh",
    "ecological": "đô thị sinh thái",
}
_KINDS = {"cluster": "cụm", "corridor": "hành lang", "chain": "chuỗi", "region": "vùng"}
_REASONS = {
    "ocr_slip": "lỗi nhận dạng chữ",
    "joined_paragraph": "nối đoạn bị ngắt",
    "page_number_inside": "bỏ qua số trang",
    "name_match": "khớp tên gần đúng",
    "year_from_heading": "năm lấy từ đề mục",
    "number_style": "cách viết số",
    "second_document": "văn bản thứ hai",
    "encoding": "bảng mã",
    "tracked_changes": "lấy bản cuối của thay đổi được theo dõi",
    "no_programme_headings": "không có đề mục của một chương trình",
}


@click.group()
def programme() -> None:
    """Đọc văn bản chương trình. / Read programme documents."""


@programme.command()
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình. / Print JSON.")
@click.option(
    "--province", "province", type=click.Path(path_type=Path, file_okay=False), metavar="THƯ_MỤC",
    help="Bộ dữ liệu tỉnh để đối chiếu tên; mặc định bộ của tỉnh mà văn bản nêu."
    " / Province pack to match names with; by default that of the province the text names.",
)  # fmt: skip
@click.option(
    "--register", "register", type=click.Path(path_type=Path, dir_okay=False), metavar="CSV",
    help="Danh mục tên thay cho bộ dữ liệu tỉnh: cột key, name, kind (town, place, body)."
    " / Register of names instead of a pack: columns key, name, kind (town, place, body).",
)  # fmt: skip
def read(file: Path, as_json: bool, province: Path | None, register: Path | None) -> None:
    """Đọc một chương trình, kế hoạch hay nghị quyết (txt, md, docx, PDF có chữ) thành dữ liệu.

    Read a programme, plan or resolution into data; every item names its node and position in the text. The
    keys of the JSON stand in docs/programme-reading.md.
    """
    from dothi.programme.model import to_json
    from dothi.programme.read import read_source_text
    from dothi.programme.sources import read_source

    source = read_source(file)
    found = read_source_text(source, _names(source.text, province, register))
    if as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False, indent=2))
        return
    from rich.console import Console

    _print(Console(soft_wrap=False, highlight=False), found)


def _names(text: str, province: Path | None, register: Path | None) -> Register | None:
    from dothi.places.pack import read_pack
    from dothi.programme.names import read_register
    from dothi.programme.pack_names import pack_spoken_of, register_of

    if register is not None:
        return read_register(register)
    pack = read_pack(province) if province is not None else pack_spoken_of(_PACKS, text)
    return register_of(pack) if pack else None


def _print(console: Console, found: Programme) -> None:
    document = found.document
    console.print(document.title or "(không có tên văn bản)", style="bold", markup=False)
    told = [document.number, document.issuer, document.place, document.date]
    console.print(" · ".join(part for part in told if part) or "không có số, cơ quan, ngày", markup=False)
    _print_targets(console, found.targets)
    _print_towns(console, found.towns)
    _heading(console, "Cụm, hành lang, chuỗi, vùng", len(found.clusters))
    for cluster in found.clusters:
        console.print(f"  {_KINDS[cluster.kind]} {cluster.name}: {', '.join(cluster.towns)}", markup=False)
    _print_work(console, found)
    _heading(console, "Chưa xếp vào mục nào", len(found.unplaced))
    for left in found.unplaced:
        console.print(f"  [{left.node}] {_short(left.text)}", markup=False)
    _heading(console, "Chỗ phải đoán, cần xem lại", len(found.guesses))
    for guess in found.guesses:
        reason = _REASONS.get(guess.reason, guess.reason)
        told = f"«{_short(guess.found)}» → «{_short(guess.taken_as)}» ({guess.score:.2f})"
        line = f"  [{guess.node}] {reason}: {told}"
        console.print(line, markup=False)


def _print_targets(console: Console, targets: tuple[Target, ...]) -> None:
    _heading(console, "Chỉ tiêu", len(targets))
    for target in targets:
        where = f" ({target.place})" if target.place else ""
        value = f": {_value(target)}" if target.comparison else ""
        when = _when(target.year_from, target.year_to)
        console.print(f"  [{target.node}] {target.indicator}{where}{value}{when}", markup=False)


def _print_towns(console: Console, towns: tuple[TownTarget, ...]) -> None:
    _heading(console, "Đô thị", len(towns))
    for town in towns:
        aim = _STATUS[town.status] if town.status != "other" else f"«{_short(town.text, 60)}»"
        if town.admin_kind:
            aim += f" {town.admin_kind}"
        if town.town_class:
            aim += f" loại {town.town_class}"
        group = f" — {town.group}" if town.group else ""
        when = _when(town.period_from, town.period_to)
        console.print(f"  [{town.node}] {town.name}: {aim}{when}{group}", markup=False)


def _print_work(console: Console, found: Programme) -> None:
    _heading(console, "Quan điểm, mục tiêu", len(found.viewpoints) + len(found.objectives))
    for statement in (*found.viewpoints, *found.objectives):
        console.print(f"  [{statement.node}] {_short(statement.text)}", markup=False)
    _heading(console, "Nhiệm vụ", len(found.tasks))
    section = None
    for task in found.tasks:
        if task.section != section:
            section = task.section
            console.print(f"  {section}", style="bold", markup=False)
        due = f" (hạn {task.deadline})" if task.deadline else ""
        console.print(f"    [{task.node}] {_short(task.text)}{due}", markup=False)
    _heading(console, "Cơ quan thực hiện", len(found.agencies))
    for agency in found.agencies:
        console.print(f"  {agency.name}", style="bold", markup=False)
        for duty in agency.duties:
            console.print(f"    [{duty.node}] {_short(duty.text)}", markup=False)
    _heading(console, "Văn bản được dẫn", len({c.number or c.text for c in found.citations}))
    seen: set[str] = set()
    for cited in found.citations:
        key = cited.number or cited.text
        if key not in seen:
            seen.add(key)
            console.print(f"  {_short(cited.text)}", markup=False)


def _heading(console: Console, title: str, count: int) -> None:
    console.print()
    console.print(f"{title} ({count})", style="bold underline", markup=False)


def _value(target: Target) -> str:
    about = "khoảng " if target.approximate and target.comparison != "~" else ""
    numbers = [_number(n) for n in (target.min, target.max) if n is not None]
    shown = " - ".join(dict.fromkeys(numbers))
    space = "" if (target.unit or "").startswith(("%", "‰")) else " "
    return f"{about}{_SIGNS[target.comparison or '=']}{shown}{space}{target.unit or ''}"


def _number(value: float) -> str:
    whole, _, rest = f"{value:,.6f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def _when(first: int | None, last: int | None) -> str:
    if first and last:
        return f", giai đoạn {first} - {last}"
    if last:
        return f", đến năm {last}"
    return f", từ năm {first}" if first else ""


def _short(text: str, limit: int = 90) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
