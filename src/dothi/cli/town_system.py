"""``dothi town system``, ``what-if``, ``candidates``: counts, lists side by side, urbanisation, new towns."""

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
    from dothi.towns.system_tables import system_data, system_on
    from dothi.towns.system_workbook import write_system

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
@click.option(
    "--by", type=click.IntRange(1990, 2100), metavar="NĂM",
    help="Năm đạt loại ấy, thay cho năm của ngày hỏi. / The year by which they reach it.",
)  # fmt: skip
@click.option("--rules", metavar="MÃ", default="", help="Bộ quy tắc, thay cho bộ của năm ấy. / Rule set.")
@AS_JSON
@click.pass_obj
def what_if(
    workspace: Path, reached: tuple[str, ...], *, as_of: date, by: int | None, rules: str, as_json: bool
) -> None:
    """Nếu các đô thị này đạt loại nêu ra: từng năm mấy đô thị, tỷ lệ đô thị hóa, như "Tam Kỳ=II".

    Year by year, if the towns named were recognised with the classes named by --by: counts by class and rule
    set, and the urban share as an interval (nobody moves; a new town adds none to all of its rural people),
    beside what documents want by then. The rule set is the one known to hold at the end of that year.
    """
    from dothi.law import load_law, workspace_layers
    from dothi.places.pack import read_pack
    from dothi.towns.schemes import rule_set_for
    from dothi.towns.supposing import suppose
    from dothi.towns.system import pack_towns
    from dothi.towns.system_lists import known_by, read_lists
    from dothi.towns.system_more import supposed_data

    folder, year = _pack(workspace), by or as_of.year
    if year < as_of.year:
        raise UnusableError(_too_early(year, as_of))
    law = load_law(*workspace_layers(workspace))
    rule_set = rule_set_for(law, as_of if by is None else date(by, 12, 31), rules).code
    wanted = _wanted(law, reached, rule_set, pack_towns(law, folder, as_of))
    found = suppose(
        lambda day: pack_towns(law, folder, day), wanted, year,
        said=known_by(read_lists(folder), as_of), pack=read_pack(folder), day=as_of,
    )  # fmt: skip
    data = {
        "as_of": as_of.isoformat(),
        "law_version": law.version,
        **supposed_data(law, found, wanted, year),
    }
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(_supposed(data)))


@town.command()
@AS_OF
@click.option("--kind", type=click.Choice(("planned", "scheme-676", "commune-centre", "commune")),
              help="Chỉ loại ứng viên này. / Only this kind.")  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="XLSX",
    help="Ghi các bảng của hệ thống kèm ứng viên ra xlsx. / Write the tables with the candidates as xlsx.",
)  # fmt: skip
@OVERWRITE
@AS_JSON
@click.pass_obj
def candidates(
    workspace: Path, *, as_of: date, kind: str | None, out: Path | None, overwrite: bool, as_json: bool
) -> None:
    """Ứng viên đô thị mới, rà theo tiêu chí của loại thấp nhất: đạt gì, thiếu gì, chưa biết gì.

    Candidates for new towns, screened by the criteria of the lowest class of the day's rules: towns that
    documents plan, communes that no recognised town covers, and what the pack lists (schemes under Decision
    676). From the province pack of the workspace.
    """
    from dothi.law import load_law, workspace_layers
    from dothi.places.pack import read_pack
    from dothi.towns.candidates import candidates as screened
    from dothi.towns.candidates import read_listed, schemes_known
    from dothi.towns.system import pack_towns
    from dothi.towns.system_lists import read_lists
    from dothi.towns.system_more import NO_SCHEMES, candidate_data
    from dothi.towns.system_tables import system_on
    from dothi.towns.system_workbook import write_system

    check_outputs([], [out], overwrite=overwrite)
    folder = _pack(workspace)
    law = load_law(*workspace_layers(workspace))
    pack, said = read_pack(folder), read_lists(folder)
    found = [one for one in screened(law, folder, pack, said, as_of) if kind in {None, one.kind}]
    if out is not None:
        write_system(law, system_on(pack, said, pack_towns(law, folder, as_of), as_of), out, found)
    known = schemes_known(read_listed(folder))
    data = {
        "as_of": as_of.isoformat(),
        "law_version": law.version,
        "schemes_676_known": known,
        "candidates": [candidate_data(one) for one in found],
    }
    lines = [*([] if known else [" / ".join(NO_SCHEMES)]), *_screened(data["candidates"])]
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))


def _screened(rows: Any) -> list[str]:
    from dothi.towns.system_more import KINDS

    lines = []
    for row in rows:
        named = f", {'; '.join(row['documents'])}" if row["documents"] else ""
        lines.append(f"{row['name']} ({KINDS[row['kind']][0]}{named})")
        told = ", ".join(f"{one['code']} {one['value']} (tối thiểu {one['minimum']})" for one in row["known"])
        lines.append(f"  biết / known: {told or '–'}")
        for title, name in (("đạt / met", "met"), ("dưới mức / below", "below"), ("chưa rõ / open", "open")):
            if row[name]:
                lines.append(f"  {title}: {', '.join(row[name])}")
        lines.append(f"  chưa có số liệu / not known: {len(row['unknown'])} tiêu chuẩn / standards")
    return lines


def _too_early(by: int, as_of: date) -> Fault:
    return Fault(
        "town.by",
        f"Năm {by} đã qua vào ngày hỏi {as_of.isoformat()}",
        f"The year {by} is over on the day asked about, {as_of.isoformat()}",
        "--by",
        "Chọn năm từ năm của ngày hỏi",
        "Choose a year from that of the day asked about",
    )


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
    lines += [f"  {row['last_day']}: {row['rate']:.1f} % ({row['source_title']})" for row in data["observed"]]
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
    lines = []
    for year in data["years"]:
        low, high = year["recognised"]["min"], year["recognised"]["max"]
        count = f"{low}" if low == high else f"{low}-{high}"
        lines.append(f"{year['year']}: {count} đô thị / towns, {_share(year['share'])}")
        lines += _rungs(year["ladder"])
        for row in year["targets"]:
            wanted = [] if row["count"] is None else [f"{row['count']} đô thị / towns"]
            wanted += [] if row["rate"] is None else [f"{row['rate']:g} %{_gap(row['gap'])}"]
            lines.append(f"  {row['document']}: {', '.join(wanted)}")
    for row in data["aims"]:
        known = row["title"] or row["class"]
        said = {"yes": "đạt / reached", "no": "chưa đạt / not reached"}.get(
            row["reached"], "chưa rõ / unknown"
        )
        judged = said if row["comparable"] else "không so sánh được / not comparable"
        lines.append(f"  {row['town']}: {known} {row['when']} ({row['document']}): {judged}")
    return [*lines, "Dân số theo tổng điều tra gần nhất, không đổi. / People of the last census, unchanged."]


def _share(share: dict[str, Any] | None) -> str:
    if share is None:
        return "tỷ lệ đô thị hóa chưa biết / urban share not known"
    if share["max"] is None:
        lacking = ", ".join(share["not_known_for"])
        return f"≥ {share['min']:.1f} % (chưa biết dân số của / people not known of: {lacking})"
    low, high = f"{share['min']:.1f}", f"{share['max']:.1f}"
    return f"{low} %" if low == high else f"{low}-{high} %"


def _gap(gap: dict[str, float | None] | None) -> str:
    if gap is None:
        return ""
    low, high = gap["min"], gap["max"]
    shown = f"{high:.1f}" if low == high else f"{'0' if low is None else f'{low:.1f}'}-{high:.1f}"
    return f" (còn / short {shown})"


def _rungs(rows: list[dict[str, Any]]) -> list[str]:
    return [f"  {_rung(row)}" for row in rows]


def _rung(row: dict[str, Any]) -> str:
    from dothi.towns.system_tables import STANDINGS

    title = f"{row['title']} ({row['rule_set']})" if row["title"] else "chưa rõ loại / class not known"
    derived = ", suy ra theo quy định chuyển tiếp / by the transition rule" if row["derived"] else ""
    return f"{STANDINGS[row['standing']][0]}, {title}{derived}: {row['count']}"
