"""``dothi intake check-table``: many files, each checked on its own, in one table."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON, AS_OF


@click.command("check-table")
@click.argument(
    "paths", metavar="TỆP…", type=click.Path(path_type=Path, exists=True), nargs=-1, required=True
)
@click.option(
    "--each", is_flag=True,
    help="Thư mục: kiểm tra riêng từng tệp trong đó, không coi là một hồ sơ. / Each file of a folder alone.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="TỆP",
    help="Ghi bảng Markdown ra tệp. / Write the table to a file, as Markdown.",
)  # fmt: skip
@OVERWRITE
@AS_OF
@AS_JSON
@click.pass_obj
def check_table(
    workspace: Path,
    paths: tuple[Path, ...],
    *,
    each: bool,
    out: Path | None,
    overwrite: bool,
    as_of: date,
    as_json: bool,
) -> None:
    """Bảng các tệp và kết quả kiểm tra, mỗi tệp hoặc hồ sơ một dòng.

    A table of files and what checking each of them gave.
    """
    check_outputs(paths, (out,), overwrite=overwrite)
    from dothi.intake.checked import checked, main_files, markdown
    from dothi.intake.checking.context import Options
    from dothi.law import load_law, workspace_layers

    wanted = [file for path in paths for file in (main_files(path) if each and path.is_dir() else [path])]
    rows = []
    for row in checked(wanted, load_law(*workspace_layers(workspace)), Options(day=as_of)):
        click.echo(f"… {row.file}", err=True)
        rows.append(row)
    if as_json:
        text = json.dumps([row.to_json() for row in rows], ensure_ascii=False, indent=2) + "\n"
    else:
        text = markdown(rows)
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"Đã ghi / written: {out}")
