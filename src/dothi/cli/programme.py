"""``dothi programme``: read a programme document, take one into a workspace, check the adopted versions.

Reading changes nothing and needs no workspace; what was read is confirmed by an officer in the portal.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from dothi.programme.model import Programme
    from dothi.programme.names import Register
    from dothi.registry.programmes.adopting import Adoption
    from dothi.registry.programmes.models import Edition

_PACKS = Path(__file__).resolve().parent.parent / "provinces"
JSON = click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình. / Print JSON.")


@click.group()
def programme() -> None:
    """Đọc và theo dõi chương trình. / Read and follow programmes."""


@programme.command()
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path, dir_okay=False))
@JSON
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


@programme.command("import")
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--key", metavar="MÃ", default="", help="Mã chương trình; mặc định theo tên tệp. / Its key.")
@click.option("--title", default="", help="Tên; mặc định tên văn bản. / Title; by default the document's.")
@click.option("--title-en", default="", help="Tên tiếng Anh. / Title in English.")
@click.option("--number", default="", help="Số, ký hiệu văn bản. / Number of the document.")
@click.option("--date", "issued", default="", metavar="NGÀY", help="Ngày ban hành. / Day of issue.")
@click.option("--issuer", default="", help="Cơ quan ban hành. / Issuer.")
@click.option(
    "--from", "start", default="", metavar="NGÀY[..NGÀY]",
    help="Ngày có hiệu lực, hoặc hai ngày mà nó nằm giữa; cần khi có --accept-all."
    " / Day it takes effect, or two days between which that lies; needed with --accept-all.",
)  # fmt: skip
@click.option(
    "--accept-all", is_flag=True,
    help="Xác lập ngay mọi mục như phần mềm đọc, mang dấu «chưa rà soát»."
    " / Adopt every item as read, marked as unreviewed.",
)  # fmt: skip
@JSON
@click.pass_obj
def import_(workspace: Path, file: Path, accept_all: bool, as_json: bool, **stated: str) -> None:
    """Đưa một văn bản vào thư mục làm việc để cán bộ rà soát, hoặc xác lập ngay với --accept-all.

    Take a document into the workspace for officers to review, or adopt it at once with --accept-all.
    """
    from dothi.base.text import slug
    from dothi.cli.django import start_django

    start_django(workspace)
    from dothi.registry.programmes.importing import import_programme, open_for_review

    key = stated["key"] or slug(file.stem)[:80]
    take = import_programme if accept_all else open_for_review
    edition = take(key, file.name, file.read_bytes(), _adoption(accept_all, stated))
    told = _told(key, edition)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    elif edition is None:
        click.echo(f"«{file.name}» đã có trong chương trình {key}, không thay đổi gì. / Nothing to change.")
    elif accept_all:
        click.echo(
            f"Đã xác lập phiên bản {told['version']} của {key}: {told['unreviewed']} mục chưa rà soát."
            " / Adopted, unreviewed."
        )
    else:
        click.echo(
            f"Đã đọc {told['items']} mục vào {key}; rà soát trên cổng. / Ready for review in the portal."
        )


@programme.command()
@JSON
@click.pass_obj
def verify(workspace: Path, as_json: bool) -> int:
    """Kiểm tra các phiên bản đã xác lập còn đúng nguyên văn; thoát 1 nếu bị thay đổi.

    Check that adopted versions still say what they said; exit 1 when one was changed.
    """
    from dothi.cli.django import start_django

    start_django(workspace)
    from dothi.registry.programmes.digests import altered
    from dothi.registry.programmes.models import Edition, EditionState

    count = Edition.objects.filter(state=EditionState.ADOPTED).count()
    changed = [{"programme": row.programme.key, "version": row.number} for row in altered()]
    if as_json:
        click.echo(json.dumps({"versions": count, "altered": changed}, ensure_ascii=False, indent=2))
    else:
        for row in changed:
            click.echo(
                f"{row['programme']}, phiên bản {row['version']}: nội dung đã bị thay đổi / was changed."
            )
        click.echo(
            f"{count} phiên bản, {len(changed)} bị thay đổi. / {count} versions, {len(changed)} changed."
        )
    return 1 if changed else 0


def _adoption(accept_all: bool, stated: dict[str, str]) -> Adoption:
    from dothi.base.dates import parse_date
    from dothi.base.errors import Fault, InputError
    from dothi.base.time import Bound
    from dothi.registry.programmes.adopting import Adoption

    days = [parse_date(day) for day in stated["start"].split("..")] if stated["start"] else []
    if accept_all and not days:
        raise InputError(
            Fault(
                "programme.no_start",
                "chưa ghi ngày có hiệu lực",
                "the day it takes effect is missing",
                "--from",
                "Ghi một ngày, hoặc hai ngày mà nó nằm giữa, ví dụ 2022-01-24..2022-12-31",
                "Give a day, or two between which it lies, as in 2022-01-24..2022-12-31",
            )
        )
    if len(days) > 2 or (len(days) == 2 and days[0] > days[1]):
        raise InputError(
            Fault("programme.start", "khoảng ngày chạy ngược", "the two days run backwards", "--from")
        )
    return Adoption(
        Bound(days[0], days[-1]) if days else Bound(),
        stated["title"],
        stated["title_en"],
        stated["number"],
        parse_date(stated["issued"]) if stated["issued"] else None,
        stated["issuer"],
    )


def _told(key: str, edition: Edition | None) -> dict[str, Any]:
    if edition is None:
        return {"programme": key, "changed": False}
    return {
        "programme": key,
        "changed": True,
        "edition": edition.pk,
        "version": edition.number,
        "items": edition.items.filter(gone=False).count(),
        "unreviewed": edition.unreviewed,
        "digest": edition.digest,
    }


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
