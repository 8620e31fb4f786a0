"""``dothi dossier``: check a digital planning dossier, start an empty one, write a published plan as one.

Checking and starting need no workspace; one that is there adds its overlay of law.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dothi.base.dates import format_date
from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.text import clean
from dothi.cli.place import AS_JSON, AS_OF
from dothi.cli.unusable import unusable

if TYPE_CHECKING:
    from dothi.intake.dossier.check import DossierAnswer
    from dothi.intake.findings import Finding
    from dothi.law import Law

_MARKS = {"listed": "có  ", "absent": "chưa", "unexpected": "lạ  "}


@click.group()
def dossier() -> None:
    """Hồ sơ quy hoạch số: kiểm tra, tạo mới, xuất. / The digital planning dossier: check, start, export."""


@dossier.command("check")
@click.argument("path", metavar="HỒ_SƠ", type=click.Path(path_type=Path))
@AS_JSON
@AS_OF
@click.pass_obj
def check(workspace: Path, path: Path, as_json: bool, as_of: date) -> None:
    """Kiểm tra thư mục hoặc tệp .zip của một hồ sơ theo bố cục của ngày hỏi.

    Check a dossier, folder or zip, by the layout of the day. Exit 0: no error, 1: errors, 2: cannot be
    checked. The keys of the JSON stand in docs/dossier.md.
    """
    from dothi.intake.dossier.check import check_dossier

    try:
        answer = check_dossier(path, _law(workspace), as_of)
    except UnusableError as error:
        if not as_json:
            raise
        click.echo(unusable(error.faults, files=[], codes={}))
        click.get_current_context().exit(2)
    if as_json:
        click.echo(json.dumps(answer.to_json(), ensure_ascii=False, indent=2))
    else:
        _print(answer)
    click.get_current_context().exit(answer.verdict.exit_code)


@dossier.command("new")
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", required=True, metavar="TÊN", help="Tên đồ án. / Name of the plan.")
@click.option(
    "--kind", required=True, type=click.Choice(["QHC", "QPK", "QCT"], case_sensitive=False),
    help="Loại quy hoạch. / Kind of plan.",
)  # fmt: skip
@click.option(
    "--province", required=True, metavar="MÃ", help="Mã tỉnh hai chữ số, ví dụ 48. / Province code."
)
@click.option("--scale", required=True, metavar="TỶ_LỆ", help="Tỷ lệ, ví dụ 1/10.000. / Scale.")
@click.option(
    "--code", metavar="MÃ",
    help="Mã hồ sơ đã được cấp; mặc định một mã tạm. / The dossier code; a provisional one by default.",
)  # fmt: skip
@AS_OF
@click.pass_obj
def new(
    workspace: Path,
    folder: Path,
    *,
    name: str,
    kind: str,
    province: str,
    scale: str,
    code: str | None,
    as_of: date,
) -> None:
    """Tạo trong THƯ_MỤC một hồ sơ trống đúng bố cục: thư mục, lớp, bảng siêu dữ liệu, README.

    Make an empty dossier of the right layout in the folder. Nothing that exists is touched.
    """
    from dothi.intake.dossier.facts import PlanFacts, provisional_code
    from dothi.intake.dossier.write import new_dossier

    facts = PlanFacts(name, kind, _scale(scale), code or provisional_code(province, kind))
    if not facts.code.startswith(province):
        raise InputError(_differs(province, facts.code))
    root = new_dossier(facts, folder, _law(workspace), as_of)
    click.echo(f"Đã tạo / made: {root}")
    if code is None:
        click.echo(f"Mã hồ sơ tạm / provisional code: {facts.code} (đổi bằng --code khi đã được cấp)")
    click.echo(f"Kiểm tra / check: dothi dossier check {root}")


@dossier.command("export")
@click.argument("plan", metavar="ĐỒ_ÁN")
@click.argument("folder", metavar="THƯ_MỤC", type=click.Path(path_type=Path, file_okay=False))
@click.option("--version", "number", type=click.IntRange(1), metavar="SỐ",
    help="Phiên bản; mặc định bản có hiệu lực vào ngày hỏi. / The version; by default that of the day.",
)  # fmt: skip
@click.option(
    "--code", metavar="MÃ", default="",
    help="Mã hồ sơ; mặc định mã ghi trong các lớp. / The dossier code; by default that of the layers.",
)  # fmt: skip
@AS_OF
@click.pass_obj
def export(workspace: Path, plan: str, folder: Path, *, number: int | None, code: str, as_of: date) -> None:
    """Xuất một đồ án đã công bố thành hồ sơ đúng bố cục của ngày hỏi, rồi kiểm tra hồ sơ ấy.

    Write a published plan back as a dossier in the layout of the day, and check it. Exit 1: errors.
    """
    from dothi.cli.django import start_django

    start_django(workspace)
    from dothi.intake.dossier.check import check_dossier
    from dothi.registry.lawbook import current_law
    from dothi.registry.plans.exporting import export_version
    from dothi.registry.plans.queries import plan_on, version_of

    row = version_of(plan, number, as_of) if number else plan_on(plan, as_of)
    if row is None:
        raise InputError(_no_version(plan))
    law = current_law()
    root = export_version(row, folder, law, as_of, code)
    answer = check_dossier(root, law, as_of)
    click.echo(f"{row.title}, phiên bản / version {row.number}: {root}")
    _print_findings(answer.findings)
    click.echo(f"{answer.verdict.title()} / {answer.verdict.title('en')}")
    click.get_current_context().exit(answer.verdict.exit_code)


def _no_version(plan: str) -> Fault:
    return Fault(
        "dossier.no-version",
        f"Không có phiên bản đã công bố của đồ án «{plan[:80]}» vào ngày này",
        f"There is no published version of the plan “{plan[:80]}” on this day",
        "ĐỒ_ÁN",
        "Xem mã đồ án ở trang Quy hoạch; chọn ngày khác bằng --as-of hoặc phiên bản bằng --version",
        "Find the plan's key on the page of plans; choose another day with --as-of or a version",
    )


def _law(workspace: Path) -> Law:
    from dothi.law import load_law, workspace_layers

    return load_law(*workspace_layers(workspace))


def _scale(text: str) -> int:
    from dothi.intake.dossier.values import scale

    found = scale(text) or (int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None)
    if not found:
        raise InputError(
            Fault(
                "dossier.facts-scale",
                f"«{text[:40]}» không phải là tỷ lệ",
                f"“{text[:40]}” is not a scale",
                "--scale",
                "Ghi như 1/10.000",
                "Write it as 1/10.000",
            )
        )
    return found


def _differs(province: str, code: str) -> Fault:
    return Fault(
        "dossier.facts-province",
        f"Mã hồ sơ {code[:40]} không thuộc tỉnh {province[:10]}",
        f"The dossier code {code[:40]} is not of province {province[:10]}",
        "--code, --province",
        "Sửa một trong hai",
        "Mend one of the two",
    )


def _print(answer: DossierAnswer) -> None:
    click.echo(f"{answer.name}: {answer.layout.row.title_vi}, ngày {format_date(answer.layout.day)}")
    for code in answer.codes.values():
        if code.value:
            meanings = ", ".join(row.title_vi for row in code.meanings.values())
            click.echo(f"  {code.name} {code.value}" + (f" ({meanings})" if meanings else ""))
    click.echo("\nTệp / Files")
    for file in answer.files:
        click.echo(f"  {_MARKS[file.status]} {file.path}" + (f"  {file.title_vi}" if file.title_vi else ""))
    if answer.layers:
        click.echo("\nLớp / Layers")
    for layer in answer.layers:
        seen = layer.seen()
        crs = seen.crs or "không có hệ tọa độ"
        told = clean(f"{seen.name}: {seen.features} đối tượng, {crs} ({layer.path})")
        click.echo(f"  {told}")
    _print_findings(answer.findings)
    if answer.skipped:
        click.echo("\nChưa kiểm tra / Not checked")
    for item in answer.skipped:
        click.echo(f"  {item.rule}: {item.reason}.")
    click.echo(f"\n{answer.verdict.title()} / {answer.verdict.title('en')}")


def _print_findings(findings: Iterable[Finding]) -> None:
    ordered = sorted(findings, key=lambda finding: finding.severity.rank)
    severity = None
    for finding in ordered:
        if finding.severity is not severity:
            severity = finding.severity
            count = sum(other.severity is severity for other in ordered)
            click.echo(f"\n{severity.title()} / {severity.title('en')} ({count})")
        layer = f"[{clean(finding.layer)}] " if finding.layer else ""
        click.echo(f"  {finding.code} {layer}{finding.sentence()}")
        if finding.rule:
            click.echo(f"      {finding.rule}")
