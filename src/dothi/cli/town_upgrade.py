"""``dothi town plan-upgrade``: the cheapest programme by which towns reach a class, or why there is none."""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click

from dothi.base.errors import Fault, UnusableError
from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON, AS_OF

_FILE = click.Path(path_type=Path, dir_okay=False)
_RULES = click.option(
    "--rules", metavar="MÃ", default="", help="Bộ quy tắc, thay cho bộ của ngày. / Rule set."
)


@click.command("plan-upgrade")
@click.argument("path", metavar="TỆP|THƯ_MỤC", type=click.Path(path_type=Path))
@click.option("--class", "class_code", metavar="LOẠI", default="", help="Loại phải đạt. / Class to reach.")
@click.option("--by", "by", metavar="NĂM", type=int, help="Đến hết năm. / By the end of a year.")
@click.option("--earliest", is_flag=True, help="Tìm năm sớm nhất. / Find the earliest year.")
@AS_OF
@_RULES
@click.option("--alternatives", type=click.IntRange(0, 10), default=2, show_default=True,
              help="Số phương án kế tiếp. / How many programmes next to the best.")  # fmt: skip
@click.option("--gap", type=click.FloatRange(0, 0.5), default=0.0, show_default=True,
              help="Khoảng cách phải chứng minh, 0.01 là 1 %. / Relative gap to be proven.")  # fmt: skip
@click.option("--seconds", type=click.IntRange(1, 86_400), default=300, show_default=True,
              help="Thời gian cho mỗi trường hợp. / Time for each case.")  # fmt: skip
@click.option("--out", type=_FILE, metavar="XLSX", help="Ghi dự thảo ra xlsx. / Write the draft as xlsx.")
@click.option("--docx", type=_FILE, metavar="DOCX", help="Ghi dự thảo ra docx. / Write the draft as docx.")
@OVERWRITE
@AS_JSON
@click.pass_context
def plan_upgrade(
    ctx: click.Context, path: Path, *, class_code: str, by: int | None, earliest: bool, as_of: date,
    rules: str, alternatives: int, gap: float, seconds: int, out: Path | None, docx: Path | None,
    overwrite: bool, as_json: bool,
) -> None:  # fmt: skip
    """Tìm chương trình rẻ nhất để các đô thị trong TỆP lên loại đúng hạn, hoặc nói vì sao không thể.

    Find the cheapest programme by which the towns of FILE (workbook, or folder of CSV tables: values,
    projects, effects, budgets[, goals]) reach a class by a year, or the earliest year; exit 1 when there is
    none even in the best case. What is not known is taken at its worst and at its best. JSON: goals, notes,
    worst and best {verdict, by, gap, programme {cost, projects, towns}, alternatives, reasons, shortages}.
    """
    from dothi.law import load_law, workspace_layers
    from dothi.towns.schemes import rule_set_for
    from dothi.towns.upgrade.found import Limits
    from dothi.towns.upgrade.paper import write_docx
    from dothi.towns.upgrade.plan import Asked
    from dothi.towns.upgrade.plan import plan_upgrade as plan
    from dothi.towns.upgrade.reading import Wanted, read_problem
    from dothi.towns.upgrade.workbook import write_workbook

    check_outputs([path], [out, docx], overwrite=overwrite)
    if earliest and by is not None:
        raise UnusableError(_both())
    law = load_law(*workspace_layers(ctx.obj))
    wanted = Wanted(as_of, rule_set_for(law, as_of, rules).code, class_code, by)
    problem = read_problem(law, path, wanted)
    with _quiet():
        worst, best = plan(problem, Asked(earliest, alternatives, Limits(gap, float(seconds))))
    if out is not None:
        write_workbook(problem, worst, best, out)
    if docx is not None:
        write_docx(problem, worst, best, docx)
    if as_json:
        from dothi.towns.upgrade.data import plan_data

        click.echo(json.dumps(plan_data(problem, worst, best), ensure_ascii=False, indent=2))
    else:
        from dothi.towns.upgrade.text import told

        click.echo("\n".join(told(problem, worst, best)))
    ctx.exit(0 if best.programme is not None else 1)


@click.command("plan-template")
@click.argument("file", metavar="TỆP", type=_FILE)
@click.option(
    "--class", "class_code", metavar="LOẠI", default="III", show_default=True, help="Loại. / Class."
)
@click.option(
    "--town", "names", metavar="TÊN", multiple=True, help="Đô thị, lặp lại được. / Town, repeatable."
)
@click.option("--from", "first", metavar="NĂM", type=click.IntRange(1990, 2100), required=True,
              help="Năm đầu của ngân sách. / First year of budgets.")  # fmt: skip
@click.option("--years", type=click.IntRange(1, 20), default=5, show_default=True, help="Số năm. / Years.")
@AS_OF
@_RULES
@OVERWRITE
@click.pass_obj
def plan_template(
    workspace: Path, file: Path, *, class_code: str, names: tuple[str, ...], first: int, years: int,
    as_of: date, rules: str, overwrite: bool,
) -> None:  # fmt: skip
    """Ghi tệp mẫu xlsx cho plan-upgrade: số liệu, dự án, tác động, ngân sách, mục tiêu.

    Write the xlsx template of plan-upgrade: values, projects, effects, budgets, goals.
    """
    from dothi.law import load_law, workspace_layers
    from dothi.towns.schemes import rule_set_for, scheme
    from dothi.towns.upgrade.template import write_template

    check_outputs([], [file], overwrite=overwrite)
    law = load_law(*workspace_layers(workspace))
    named = scheme(law, rule_set_for(law, as_of, rules).code, class_code)
    write_template(named, names or ("",), first, years, file)
    click.echo(f"Đã ghi / Written: {file}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what the solver's own library prints out of the answer on standard output."""
    sys.stdout.flush()
    library = ctypes.CDLL(None)
    try:
        kept = os.dup(1)
    except OSError:
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 (a device, not a path of ours)
            os.dup2(nowhere.fileno(), 1)
        yield
    finally:
        library.fflush(None)
        os.dup2(kept, 1)
        os.close(kept)


def _both() -> Fault:
    return Fault(
        "upgrade.by-or-earliest",
        "Chỉ nêu một trong hai: --by hoặc --earliest",
        "Give either --by or --earliest",
        "--earliest",
        "Bỏ một trong hai",
        "Take one of them away",
    )
