"""``dothi town system`` and ``dothi town what-if``: counts of towns, lists side by side, urbanisation."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.errors import Fault, UnusableError
from dothi.cli.outputs import OVERWRITE, check_outputs
from dothi.cli.place import AS_JSON, AS_OF
from dothi.cli.town import town

if TYPE_CHECKING:
    from dothi.law import Law
    from dothi.law.classes import ClassOf
    from dothi.towns.system import TownState

__all__ = ["town"]


@town.command()
@AS_OF
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="XLSX",
    help="Ghi các bảng ra xlsx. / Write the tables as xlsx.",
)  # fmt: skip
@OVERWRITE
@AS_JSON
@click.pass_obj
def system(workspace: Path, *, as_of: date, out: Path | None, overwrite: bool, as_json: bool) -> None:
    """Hệ thống đô thị: số đô thị theo loại, danh sách của các văn bản, đô thị hóa.

    The system of towns of a day: counts by class for each rule set and over regions, clusters, corridors and
    chains; lists and counts of documents beside what is recognised; urbanisation with targets and the pace
    they ask for. From the province pack of the workspace.
    """
    from dothi.law import load_law, workspace_layers
    from dothi.places.pack import read_pack
    from dothi.towns.system import pack_towns
    from dothi.towns.system_lists import read_lists
    from dothi.towns.system_tables import system_data, system_on, write_system

    check_outputs([], [out], overwrite=overwrite)
    folder = _pack(workspace)
    law = load_law(*workspace_layers(workspace))
    found = system_on(read_pack(folder), read_lists(folder), pack_towns(law, folder, as_of), as_of)
    if out is not None:
        write_system(law, found, out)
    data = system_data(law, found)
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(_told(data)))


@town.command(name="what-if")
@click.argument("reached", metavar="ĐÔ_THỊ=LOẠI...", nargs=-1, required=True)
@AS_OF
@click.option("--rules", metavar="MÃ", default="", help="Bộ quy tắc, thay cho bộ của ngày hỏi. / Rule set.")
@AS_JSON
@click.pass_obj
def what_if(workspace: Path, reached: tuple[str, ...], *, as_of: date, rules: str, as_json: bool) -> None:
    """Nếu các đô thị này đạt loại nêu ra: số đô thị theo loại khi đó, như "Tam Kỳ=II".

    Counts by class and rule set if the towns named were recognised with the classes named. The rule set
    is the one of the day asked about. No people are moved: the urban population then is not told.
    """
    from dothi.law import load_law, workspace_layers
    from dothi.towns.schemes import rule_set_for
    from dothi.towns.system import pack_towns
    from dothi.towns.system import what_if as supposed
    from dothi.towns.system_tables import ladder

    folder = _pack(workspace)
    law = load_law(*workspace_layers(workspace))
    towns = pack_towns(law, folder, as_of)
    wanted = _wanted(law, reached, rule_set_for(law, as_of, rules).code, towns)
    data = {
        "as_of": as_of.isoformat(),
        "law_version": law.version,
        "supposed": [
            {"town": name, "rule_set": held.rule_set, "class": held.class_code}
            for name, held in wanted.items()
        ],
        "before": ladder(law, towns),
        "after": ladder(law, supposed(towns, wanted)),
        "urban_share": None,
    }
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(_supposed(data)))


def _wanted(
    law: Law, reached: tuple[str, ...], rule_set: str, towns: tuple[TownState, ...]
) -> dict[str, ClassOf]:
    from dothi.base.text import fold
    from dothi.law.classes import ClassOf

    names = {fold(each.name): each.name for each in towns}
    known = {row.class_code for row in law.tables["urban_classes"].every_row if row.rule_set == rule_set}
    found: dict[str, ClassOf] = {}
    for text in reached:
        name, _, code = text.partition("=")
        code = code.strip() if code.strip() == "special" else code.strip().upper()
        if fold(name) not in names or code not in known or names[fold(name)] in found:
            raise UnusableError(_unclear(text, rule_set, sorted(known), names.values()))
        found[names[fold(name)]] = ClassOf(rule_set, code)
    return found


def _unclear(text: str, rule_set: str, known: list[str], names: Any) -> Fault:
    classes, listed = ", ".join(known), ", ".join(sorted(names))
    return Fault(
        "town.what-if",
        f"«{text}» không nêu một đô thị của ngày hỏi và một loại của {rule_set}, mỗi đô thị một lần",
        f"“{text}” does not name a town of the day and a class of {rule_set}, each town once",
        text,
        f"Viết như Tam Kỳ=II; loại: {classes}; đô thị: {listed}",
        f"Write it as Tam Kỳ=II; classes: {classes}; towns: {listed}",
    )


def _pack(workspace: Path) -> Path:
    from dothi.law.layers import PROVINCES, province_of

    province = province_of(workspace)
    if province and (PROVINCES / province / "pack.toml").is_file():
        return PROVINCES / province
    raise UnusableError(
        Fault(
            "town.no-pack",
            "Thư mục làm việc không có gói dữ liệu tỉnh",
            "The workspace has no province pack",
            str(workspace),
            "Chỉ thư mục làm việc bằng -w",
            "Name the workspace with -w",
        )
    )


def _told(data: dict[str, Any]) -> list[str]:
    from dothi.towns.system_tables import NO_DOCUMENT, PART_TITLES

    lines = [f"Hệ thống đô thị / System of towns, {data['as_of']}: {data['towns']}", *_rungs(data["ladder"])]
    for part, rows in data["parts"].items():
        lines.append(" / ".join(PART_TITLES[part]))
        lines += [f"  {row['part'] or NO_DOCUMENT[0]}: {_rung(row)}" for row in rows]
    lines.append("Văn bản nêu / Documents say")
    for row in data["documents"]:
        rate = "" if row["rate"] is None else f", {row['rate']} %"
        count = "?" if row["count"] is None else row["count"]
        lines.append(f"  {row['when']}: {count} đô thị / towns{rate} ({row['document']})")
    for row in data["lists"]:
        absent = ", ".join(row["not_recognised"]) or "–"
        lines.append(f"  {row['list']} {row['when']}: chưa công nhận / not recognised: {absent}")
        if row["recognised_not_named"] is not None:
            more = ", ".join(row["recognised_not_named"]) or "–"
            lines.append(f"    đã công nhận mà không nêu / recognised, not named: {more}")
    return [*lines, *_paces(data)]


def _paces(data: dict[str, Any]) -> list[str]:
    lines = ["Tỷ lệ đô thị hóa / Urbanisation rate"]
    lines += [f"  {row['last_day']}: {row['rate']:.1f} % ({row['source']})" for row in data["observed"]]
    for title, rows in (("cần / needed", data["needed"]), ("đã qua / past", data["past"])):
        for row in rows:
            low, high = f"{row['points_least']:.2f}", f"{row['points_most']:.2f}"
            points = low if low == high else f"{low}-{high}"
            people = "" if row["people"] is None else f", {row['people']} người/năm (tổng dân số không đổi)"
            lines.append(
                f"  {title} {row['since']} → {row['until']}, {row['rate']:g} %: {points} điểm %/năm{people}"
            )
    return lines


def _supposed(data: dict[str, Any]) -> list[str]:
    return [
        "Hiện nay / Now",
        *_rungs(data["before"]),
        "Nếu đạt / If reached",
        *_rungs(data["after"]),
        "Tỷ lệ dân số đô thị khi đó: chưa biết (không có số dân của các đô thị vào ngày đó).",
        "Urban share then: not known (no figures of people of these towns on that day).",
    ]


def _rungs(rows: list[dict[str, Any]]) -> list[str]:
    return [f"  {_rung(row)}" for row in rows]


def _rung(row: dict[str, Any]) -> str:
    from dothi.towns.system_tables import STANDINGS

    title = f"{row['title']} ({row['rule_set']})" if row["title"] else "chưa rõ loại / class not known"
    derived = ", suy ra theo quy định chuyển tiếp / by the transition rule" if row["derived"] else ""
    return f"{STANDINGS[row['standing']][0]}, {title}{derived}: {row['count']}"
