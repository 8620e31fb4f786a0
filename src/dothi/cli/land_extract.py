"""``dothi land extract``: the answer about one piece of land as a paper that anybody can confirm."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from dothi.base.errors import Fault, UnusableError
from dothi.cli.django import start_django
from dothi.cli.land_ask import asked_place, check_place, place_options
from dothi.cli.place import AS_OF, KNOWN_ON


@click.command("extract")
@place_options
@AS_OF
@KNOWN_ON
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="TỆP",
    help="Tệp PDF để ghi. / The PDF to write.",
)  # fmt: skip
@click.option("--english", is_flag=True, help="Lập bằng tiếng Anh. / Make it in English.")
@click.pass_obj
def extract_command(
    workspace: Path,
    point: str,
    *,
    as_of: date,
    known_on: date | None,
    out: Path,
    english: bool,
    **named: Any,
) -> None:
    """Lập tờ tra cứu «Thông tin quy hoạch» của một nơi thành PDF, ghi lại để ai cũng xác nhận được.

    Make the extract of a place as PDF and keep it on record. The data go beside it as JSON.
    """
    place = check_place(point, **named)
    if out.suffix.lower() != ".pdf":
        raise UnusableError(_not_pdf(out))
    start_django(workspace)
    from django.conf import settings

    from dothi.intake.geopackage import whole_file
    from dothi.portal.public.extracts.pages import address_of
    from dothi.portal.public.extracts.styles import extract_styles
    from dothi.registry.land.extracts import Kept, make_extract, pdf_of

    asked = asked_place(place, as_of, known_on)
    found = Kept(make_extract(None, asked, as_of, known_on, language="en" if english else "vi"))
    address = settings.DOTHI.public_url.rstrip("/") + address_of(found)
    for path, written in (
        (out, pdf_of(found, address, extract_styles())),
        (out.with_suffix(".json"), found.row.statement.encode()),
    ):
        with whole_file(path) as waiting:
            waiting.write_bytes(written)
    click.echo(f"{found.row.code}  {address}")


def _not_pdf(path: Path) -> Fault:
    return Fault(
        "extract.kind",
        f"Tờ tra cứu ghi thành PDF, không phải «{path.suffix}»",
        f"An extract is written as PDF, not as “{path.suffix}”",
        str(path),
        "Đặt tên tệp kết thúc bằng .pdf",
        "Give the file a name that ends in .pdf",
    )
