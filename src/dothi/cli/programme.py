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

    from dothi.programme.model import Programme
    from dothi.programme.names import Register

_PACKS = Path(__file__).resolve().parent.parent / "provinces"


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
    from dothi.programme.pack_names import bodies_of, pack_spoken_of, register_of

    if register is not None:
        return read_register(register)
    folder = province or pack_spoken_of(_PACKS, text)
    return register_of(read_pack(folder), bodies_of(folder)) if folder else None


def _print(console: Console, found: Programme) -> None:
    from dothi.programme.items import KINDS, drafts_of
    from dothi.programme.wording import GUESSES, said, short, summary

    document = found.document
    console.print(document.title or "(không có tên văn bản)", style="bold", markup=False)
    told = [document.number, document.issuer, document.place, document.date]
    console.print(" · ".join(part for part in told if part) or "không có số, cơ quan, ngày", markup=False)
    drafts = drafts_of(found)
    for kind in KINDS.values():
        items = [draft for draft in drafts if draft.kind == kind.code]
        _heading(console, kind.title_vi, len(items))
        for item in items:
            line = summary(item.kind, item.fields, found.source[item.start : item.end])
            console.print(f"  [{item.node}] {line}", markup=False)
    _heading(console, "Chưa xếp vào mục nào", len(found.unplaced))
    for left in found.unplaced:
        console.print(f"  [{left.node}] {short(left.text)}", markup=False)
    _heading(console, "Chỗ phải đoán, cần xem lại", len(found.guesses))
    for guess in found.guesses:
        told_as = f"«{short(guess.found)}» → «{short(guess.taken_as)}» ({guess.score:.2f})"
        console.print(f"  [{guess.node}] {said(GUESSES, guess.reason)}: {told_as}", markup=False)


def _heading(console: Console, title: str, count: int) -> None:
    console.print()
    console.print(f"{title} ({count})", style="bold underline", markup=False)
