"""``dothi town``: score towns under the rules of classification, and the template for their values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dothi.base.errors import Fault, UnusableError
from dothi.cli.place import AS_JSON, AS_OF, KNOWN_ON
from dothi.cli.town_upgrade import plan_template, plan_upgrade

if TYPE_CHECKING:
    from dothi.law import Law
    from dothi.places.towns import ClassRecord
    from dothi.towns.score import Score
    from dothi.towns.values import Town

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def town() -> None:
    """Phân loại đô thị: chấm điểm, còn thiếu gì. / Classification of towns: what they score and lack."""


town.add_command(plan_upgrade)
town.add_command(plan_template)


@town.command()
@click.argument("file", metavar="[TỆP]", type=_FILE, required=False)
@click.option("--town", "name", metavar="TÊN", help="Chỉ đô thị này. / Only this town.")
@click.option("--class", "class_code", metavar="LOẠI", help="Chỉ loại này, như II. / Only this class, as II.")
@AS_OF
@click.option("--rules", metavar="MÃ", default="", help="Bộ quy tắc, thay cho bộ của ngày hỏi. / Rule set.")
@click.option(
    "--cited-only", is_flag=True,
    help="Giá trị không dẫn văn bản coi là chưa biết. / Values that cite no document count as unknown.",
)  # fmt: skip
@click.option(
    "--on-record", is_flag=True,
    help="Số liệu trên hệ thống thay cho TỆP: gói tỉnh, dân số, diện tích, giá trị đã duyệt."
    " / Values on record in the system instead of FILE.",
)  # fmt: skip
@KNOWN_ON
@click.option("--out", type=_FILE, metavar="XLSX", help="Ghi bảng điểm ra xlsx. / Write the tables as xlsx.")
@click.option(
    "--docx", type=_FILE, metavar="DOCX", help="Ghi bảng của đề án ra docx. / Write the proposal table."
)
@click.option("--overwrite", is_flag=True, help="Ghi đè tệp đã có. / Write over a file that is there.")
@AS_JSON
@click.pass_obj
def score(
    workspace: Path, file: Path | None, *, name: str | None, class_code: str | None, as_of: date, rules: str,
    cited_only: bool, on_record: bool, known_on: date | None, out: Path | None, docx: Path | None,
    overwrite: bool, as_json: bool,
) -> None:  # fmt: skip
    """Chấm điểm phân loại các đô thị trong TỆP (CSV hoặc xlsx, cột town, standard, value).

    Score the towns of FILE (CSV or xlsx, columns town, standard, value[, unit][, source][, date]; without it,
    what the province pack of the workspace knows) under the rules of the day. What is not known makes an
    interval. JSON: as_of, law_version, file, towns [name, rules, class, total {min, max}, groups, standards,
    verdict, undecided_by, …].
    """
    from dothi.law import load_law, workspace_layers
    from dothi.towns.schemes import rule_set_for

    if class_code and class_code != "special":
        class_code = class_code.strip().upper()
    for path in (out, docx):
        if path is not None:
            _refuse_present(path, overwrite=overwrite)
    if on_record and file is not None:
        raise click.UsageError("TỆP, hoặc --on-record, không cả hai / FILE or --on-record, not both")
    if known_on is not None and not on_record:
        raise click.UsageError("--as-known-on đi với --on-record / --as-known-on goes with --on-record")
    file = None if on_record else file or _known_values(workspace)
    law = load_law(*workspace_layers(workspace))
    rule_set = rule_set_for(law, as_of, rules)
    towns = _chosen(_towns(law, workspace, file, (as_of, known_on), cited_only=cited_only), name, file)
    scores = [one for each in towns for one in _scores(law, rule_set.code, each, class_code)]
    if out is not None or docx is not None:
        _write(law, scores, as_of, out, docx)
    records = _records(workspace)
    if as_json:
        _print_json(law, scores, as_of, file, records)
        return
    from dothi.cli.town_text import told
    from dothi.towns.recognised import recognised_on

    for one in scores:
        recognised = recognised_on(law, records, one.town.name, as_of)
        click.echo("\n".join(told(law, one, recognised, brief=len(scores) > 1 and class_code is None)) + "\n")


@town.command()
@click.argument("file", metavar="TỆP", type=_FILE)
@click.option("--class", "class_code", metavar="LOẠI", default="II", show_default=True, help="Loại. / Class.")
@click.option(
    "--town", "names", metavar="TÊN", multiple=True, help="Đô thị, lặp lại được. / Town, repeatable."
)
@click.option(
    "--commune", "communes", metavar="TÊN", multiple=True,
    help="Xã, phường cho bảng 2B, lặp lại được. / Commune for Table 2B, repeatable.",
)  # fmt: skip
@AS_OF
@click.option("--rules", metavar="MÃ", default="", help="Bộ quy tắc. / Rule set.")
@click.option("--overwrite", is_flag=True, help="Ghi đè tệp đã có. / Write over a file that is there.")
@click.pass_obj
def template(
    workspace: Path,
    file: Path,
    *,
    class_code: str,
    names: tuple[str, ...],
    communes: tuple[str, ...],
    as_of: date,
    rules: str,
    overwrite: bool,
) -> None:
    """Ghi tệp mẫu xlsx để điền số liệu của đô thị. / Write the xlsx template for values of towns."""
    from dothi.law import load_law, workspace_layers
    from dothi.towns.schemes import rule_set_for, scheme
    from dothi.towns.template import write_template

    _refuse_present(file, overwrite=overwrite)
    law = load_law(*workspace_layers(workspace))
    rule_set = rule_set_for(law, as_of, rules)
    write_template(scheme(law, rule_set.code, class_code), names or ("",), file, communes)
    click.echo(f"Đã ghi / Written: {file}")


def _towns(
    law: Law, workspace: Path, file: Path | None, days: tuple[date, date | None], *, cited_only: bool
) -> Sequence[Town]:
    """Towns of the file, or those on record; what cannot be read of these is said and left aside."""
    if file is not None:
        from dothi.towns.reading import read_towns

        return read_towns(law, file, days[0], cited_only=cited_only)
    from dothi.cli.django import start_django

    start_django(workspace)
    from dothi.registry.towns.known import towns_known

    found = [known for _page, known in towns_known(law, *days)]
    for fault in dict.fromkeys(fault for known in found for fault in known.unreadable):
        click.echo(fault.sentence("vi"), err=True)
    return [known.town for known in found]


def _known_values(workspace: Path) -> Path:
    from dothi.law.layers import PROVINCES, province_of

    path = PROVINCES / (province_of(workspace) or "-") / "town_values.csv"
    if path.is_file():
        return path
    raise UnusableError(
        Fault(
            "town.no-file",
            "Chưa nêu tệp số liệu, và thư mục làm việc không có gói tỉnh nào kèm số liệu đô thị",
            "No file is named, and the workspace has no province pack with values of towns",
            str(workspace),
            "Nêu tệp, hoặc chỉ thư mục làm việc bằng -w",
            "Name a file, or the workspace with -w",
        )
    )


def _refuse_present(file: Path, *, overwrite: bool) -> None:
    if file.exists() and not overwrite:
        raise UnusableError(
            Fault(
                "town.out-exists",
                "Đã có tệp này",
                "The file is there already",
                str(file),
                "Chọn tên khác, hoặc thêm --overwrite",
                "Choose another name, or add --overwrite",
            )
        )


def _chosen(towns: Sequence[Town], name: str | None, file: Path | None) -> list[Town]:
    from dothi.base.text import fold

    if name is None:
        return list(towns)
    found = [each for each in towns if fold(each.name) == fold(name)]
    if found:
        return found
    listed = ", ".join(each.name for each in towns)
    raise UnusableError(
        Fault(
            "town.no-town",
            f"Không có đô thị «{name}»",
            f"There is no town “{name}”",
            "" if file is None else file.name,
            f"Các đô thị có số liệu: {listed}",
            f"Towns with values: {listed}",
        )
    )


def _scores(law: Law, rule_set: str, each: Town, class_code: str | None) -> Iterable[Score]:
    """Every class of the rule set that asks for one of the standards given, or the one class named."""
    from dothi.towns.schemes import classes_of, scheme
    from dothi.towns.score import score as scored

    codes = [class_code] if class_code else classes_of(law, rule_set)
    known = {code: scheme(law, rule_set, code, each.profile) for code in codes}
    asking = [code for code, rules in known.items() if set(rules.by_code) & set(each.values)]
    for code in asking or codes:
        yield scored(each, known[code])


def _records(workspace: Path) -> dict[str, tuple[ClassRecord, ...]]:
    from dothi.law.layers import PROVINCES, province_of
    from dothi.towns.recognised import pack_records

    province = province_of(workspace)
    return dict(pack_records(PROVINCES / province)) if province else {}


def _write(law: Law, scores: Sequence[Score], as_of: date, out: Path | None, docx: Path | None) -> None:
    from dothi.towns.paper import write_docx
    from dothi.towns.workbook import write_workbook

    if out is not None:
        write_workbook(law, scores, as_of, out)
    if docx is not None:
        write_docx(law, scores, as_of, docx)


def _print_json(
    law: Law, scores: Sequence[Score], as_of: date, file: Path | None,
    records: dict[str, tuple[ClassRecord, ...]],
) -> None:  # fmt: skip
    from dothi.towns.data import score_data
    from dothi.towns.recognised import recognised_on

    data = {
        "as_of": as_of.isoformat(),
        "law_version": law.version,
        "file": None if file is None else file.name,
        "file_sha256": None if file is None else hashlib.sha256(file.read_bytes()).hexdigest(),
        "towns": [score_data(law, one, recognised_on(law, records, one.town.name, as_of)) for one in scores],
    }
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
