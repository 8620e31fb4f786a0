"""Places as tables and trees for people at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from dothi.base.dates import format_date, format_period
from dothi.base.numbers import format_number, format_percent
from dothi.base.time import Truth

if TYPE_CHECKING:
    from decimal import Decimal

    from dothi.places.urbanisation import People
    from dothi.registry.observations.figures import Figure, Urbanisation
    from dothi.registry.places.answers import FoundPlace, Relation, UnitPage, UnitRow, UnitTown

PIPED_WIDTH = 120
COMPLETE = {
    Truth.YES: "đủ",
    Truth.NO: "thiếu",
    Truth.UNKNOWN: "chưa chắc đủ",
}
INDICATORS = {
    "population": "Dân số",
    "population-urban": "Dân số thành thị",
    "population-rural": "Dân số nông thôn",
}
REASONS = {"no-link": "chưa có liên kết đến đơn vị mới", "no-share": "bị chia, chưa có tỷ lệ"}
COVERAGES = {"full": "toàn bộ", "part": "một phần", "unknown": "chưa rõ phạm vi"}


def console() -> Console:
    """Console as wide as the terminal, or wide enough for a table when piped."""
    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)


def urbanisation_table(answer: Urbanisation) -> Iterable[Table | str]:
    """People by unit, what could not be placed, the total, and where it comes from."""
    places, day = answer.gazetteer, answer.as_of
    table = _table(
        f"Đô thị hóa ngày {format_date(day)}", "Đơn vị", "Dân số", "Thành thị", "Nông thôn", "Tỷ lệ"
    )
    table.add_column("Ghi chú")
    for item in answer.spread.units:
        notes = [] if item.basis == "counted" else ["chia theo tỷ lệ"]
        if item.complete is not Truth.YES:
            notes.append(COMPLETE[item.complete])
        table.add_row(places.name_of(item.key, day), *_people(item.people), "; ".join(notes))
    for left in answer.spread.unplaced:
        name = f"Chưa phân bổ: {places.name_of(left.key, answer.census_day)}"
        table.add_row(name, *_people(left.people), REASONS[left.reason], style="italic")
    table.add_section()
    table.add_row("Cộng", *_people(answer.people), "", style="bold")
    yield table
    if answer.spread.unplaced:
        apart = sum(left.people.total for left in answer.spread.unplaced)
        count = len(answer.spread.unplaced)
        yield f"Chưa phân bổ: {count} đơn vị, {format_number(apart)} người, đã tính trong tổng số."
    if any(item.complete is not Truth.YES for item in answer.spread.units):
        yield "«thiếu»: một phần đơn vị chưa có số liệu. «chưa chắc đủ»: có thể còn người chưa phân bổ."
    yield f"Cách tính: {answer.method_vi}."
    yield f"Nguồn: {answer.source.title}."


def _table(title: str, first: str, *numbers: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column(first)
    for name in numbers:
        table.add_column(name, justify="right")
    return table


def _people(people: People) -> tuple[str, str, str, str]:
    rate = people.rate_percent
    return (
        format_number(people.total),
        format_number(people.urban),
        format_number(people.rural),
        format_percent(rate) if rate is not None else "-",
    )


def found_table(text: str, day: date, hits: Iterable[FoundPlace]) -> Table:
    """Hits with the units that hold each of them on the day."""
    table = _table(f"«{escape(text)}» ngày {format_date(day)}", "Tên tìm thấy")
    for name in ("Mã", "Thuộc", "Ngày này", "Nay thuộc"):
        table.add_column(name)
    for hit in hits:
        name = hit.matched if hit.matched == hit.name else f"{hit.matched} ({hit.name})"
        held = ", ".join(
            holder.name if holder.whole else f"{holder.name} (một phần)"
            for holder in hit.holders
            if holder.key != hit.key
        )
        table.add_row(escape(name), hit.key, hit.within, _standing(hit), held)
    return table


def _standing(hit: FoundPlace) -> str:
    if hit.holds is Truth.YES:
        return "còn"
    if hit.holds is Truth.UNKNOWN:
        return "chưa rõ"
    return f"không, đến {format_date(hit.last_day)}" if hit.last_day else "không"


def page_parts(page: UnitPage, day: date) -> Iterable[Table | str]:
    """Everything a unit's page tells."""
    above = " › ".join(ref.name for ref in page.ancestors)
    yield f"[bold]{page.name}[/bold] ({page.key})" + (f", {above}" if above else "")
    if page.row is None:
        begun = page.history[0].period.start.reached(day) is not Truth.NO
        yield f"Ngày {format_date(day)}: {'không còn' if begun else 'chưa có'}."
    elif page.row.holds is Truth.UNKNOWN:
        yield f"Ngày {format_date(day)}: chưa rõ có hay không."
    if page.row is not None and page.row.others:
        yield f"Có thể mang tên: {', '.join(page.row.others)}."
    yield _history(page)
    yield from _relations("Được lập từ", page.predecessors)
    yield from _relations("Được kế thừa bởi", page.successors)
    others = [holder.name for holder in page.holders if holder.key != page.key]
    if others:
        yield f"Ngày {format_date(day)} nằm trong: {', '.join(others)}."
    if page.aliases:
        yield "Tên khác: " + "; ".join(f"{row.name} ({row.note.rstrip('.')})" for row in page.aliases) + "."
    if page.children:
        yield f"Gồm {len(page.children)} đơn vị: {', '.join(child.name for child in page.children)}."
    yield from _towns(page.towns)
    yield from _figures(page.figures)


def _history(page: UnitPage) -> Table:
    table = _table("Quá trình", "Tên")
    for name in ("Thuộc", "Thời gian", "Nguồn"):
        table.add_column(name)
    for state in page.history:
        table.add_row(state.name, state.parent_name, format_period(state.period), state.source.title)
    return table


def _relations(title: str, relations: Iterable[Relation]) -> Iterable[str]:
    words = [row.name if row.whole else f"{row.name} ({_share(row.share)})" for row in relations]
    if words:
        yield f"{title}: {', '.join(words)}."


def _share(share: Decimal | None) -> str:
    return "một phần, chưa có tỷ lệ" if share is None else format_percent(share * 100)


def _towns(towns: Iterable[UnitTown]) -> Iterable[str]:
    words = [f"{town.name} ({COVERAGES[town.coverage]})" for town in towns]
    if words:
        yield f"Đô thị: {', '.join(words)}."


def _figures(figures: Iterable[Figure]) -> Iterable[Table | str]:
    rows = list(figures)
    if not rows:
        yield "Chưa có số liệu."
        return
    table = _table("Số liệu", "Chỉ tiêu", "Giá trị")
    for name in ("Ngày", "Mức đủ", "Nguồn"):
        table.add_column(name)
    for figure in rows:
        name = INDICATORS.get(figure.indicator, figure.indicator)
        lacks = ", ".join((*figure.lacking, *figure.perhaps_lacking))
        table.add_row(
            name + (" (Dữ liệu minh họa)" if figure.illustrative else ""),
            f"{format_number(figure.value)} {figure.unit}",
            format_date(figure.starts) if figure.starts else "",
            COMPLETE[figure.complete] + (f": {lacks}" if lacks else ""),
            figure.source.title,
        )
    yield table
    yield from (f"Cách tính: {method}." for method in dict.fromkeys(row.method_vi for row in rows))


def unit_tree(title: str, rows: Iterable[UnitRow]) -> Tree:
    """Units under their parents; the doubtful ones say so."""
    tree = Tree(f"[bold]{title}[/bold]")
    branches: dict[str, Tree] = {}
    for row in rows:
        label = f"{row.name} [dim]{row.key}[/dim]" + (
            "" if row.holds is Truth.YES else " [italic](chưa rõ)[/italic]"
        )
        branches[row.key] = branches.get(row.parent_key, tree).add(label)
    return tree
