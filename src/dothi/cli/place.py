"""``dothi place``: find places, read their figures, check a census table.

Every answer is for one day (``--as-of``) and, where asked, as it was known on an earlier one
(``--as-known-on``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.base.dates import format_date, parse_date
from dothi.base.errors import DothiError, Fault, InputError
from dothi.cli.django import start_django

if TYPE_CHECKING:
    from dothi.places.urbanisation import People
    from dothi.registry.observations.figures import Figure, Urbanisation
    from dothi.registry.places.answers import FoundPlace, UnitPage
    from dothi.registry.sources.refs import SourceRef

VIETNAM = timezone(timedelta(hours=7))


class Day(click.ParamType):
    """A day as people write it: ``30/6/2025`` or ``2025-06-30``."""

    name = "ngày"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day or refuse it with the sentence of :func:`dothi.base.dates.parse_date`."""
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except DothiError as error:
            self.fail(str(error), param, ctx)


def today() -> date:
    """Today in Vietnam."""
    return datetime.now(VIETNAM).date()


AS_OF = click.option(
    "--as-of", "as_of", type=Day(), metavar="NGÀY", default=today,
    help="Ngày hỏi; mặc định hôm nay. / The day asked about; today by default.",
)  # fmt: skip
KNOWN_ON = click.option(
    "--as-known-on", "known_on", type=Day(), metavar="NGÀY",
    help="Theo những gì đã ghi nhận đến hết ngày này. / As recorded by the end of this day.",
)  # fmt: skip
AS_JSON = click.option("--json", "as_json", is_flag=True, help="In JSON cho chương trình. / Print JSON.")


@click.group()
def place() -> None:
    """Tra cứu đơn vị hành chính, đô thị và dân số. / Look up units, towns and people."""


@place.command()
@AS_OF
@KNOWN_ON
@AS_JSON
@click.pass_obj
def urbanisation(workspace: Path, as_of: date, known_on: date | None, as_json: bool) -> None:
    """Dân số và tỷ lệ đô thị hóa của tỉnh trên các đơn vị của ngày hỏi.

    People and urbanisation of the province on the units of the day. JSON: as_of, census_day, people, urban,
    rural, rate_percent, units [key, code, name, people, urban, rural, rate_percent, basis (counted or
    apportioned), complete (yes, no, unknown), lacking, perhaps_lacking], unallocated [key, name, people,
    urban, rural, reason, candidates], source, method, method_en. Units and unallocated together make the
    total.
    """
    start_django(workspace)
    from dothi.registry.places.queries import people_on

    answer = people_on(as_of, known_on)
    if answer is None:
        raise InputError(
            Fault(
                "place.no-figures",
                f"Chưa có số liệu dân số nào đến ngày {format_date(as_of)}",
                f"No figures of people are known by {as_of.isoformat()}",
                remedy_vi="Hỏi ngày muộn hơn, hoặc nạp bảng dân số",
                remedy_en="Ask for a later day, or load a table of people",
            )
        )
    if as_json:
        _print_json(urbanisation_data(answer))
        return
    from dothi.cli.place_tables import console, urbanisation_table

    _print(console(), urbanisation_table(answer))


@place.command()
@click.argument("text", nargs=-1, required=True, metavar="TÊN")
@AS_OF
@KNOWN_ON
@click.option(
    "--limit", type=click.IntRange(1, 200), default=20, show_default=True, help="Số kết quả. / How many."
)
@AS_JSON
@click.pass_obj
def find(
    workspace: Path, text: tuple[str, ...], as_of: date, known_on: date | None, *, limit: int, as_json: bool
) -> None:
    """Tìm theo tên cũ hoặc mới, có dấu hoặc không, và nói nay thuộc đơn vị nào.

    Find a place by an old or new name, with or without marks, and the unit that holds it on the day. JSON:
    query, as_of, results [subject (unit or town), key, name, matched, within, holds (yes, no, unknown),
    last_day, holders [key, name, whole]]. Exit code 1 when nothing is found.
    """
    start_django(workspace)
    from dothi.registry.places.finding import find as search

    query = " ".join(text)
    hits = search(query, as_of, known_on, limit=limit)
    if as_json:
        _print_json(
            {"query": query, "as_of": as_of.isoformat(), "results": [found_data(hit) for hit in hits]}
        )
    elif hits:
        from dothi.cli.place_tables import console, found_table

        console().print(found_table(query, as_of, hits))
    if not hits:
        raise InputError(
            Fault(
                "place.not-found",
                f"Không tìm thấy «{query}»",
                f"“{query}” was not found",
                remedy_vi="Thử bỏ bớt chữ, hoặc gõ không dấu",
                remedy_en="Try fewer words, or leave out the marks",
            )
        )


@place.command()
@click.argument("key", metavar="MÃ")
@AS_OF
@KNOWN_ON
@AS_JSON
@click.pass_obj
def show(workspace: Path, key: str, as_of: date, known_on: date | None, as_json: bool) -> None:
    """Trang của một đơn vị: quá trình, kế thừa, số liệu có nguồn (mã như 2c-20413, 3c-503).

    One unit's page: history, succession, figures with sources (keys like 2c-20413, 3c-503).
    """
    start_django(workspace)
    from dothi.registry.places.queries import unit_page

    page = unit_page(key, as_of, known_on)
    if page is None:
        raise InputError(
            Fault(
                "place.no-unit",
                f"Không có đơn vị mã «{key}»",
                f"There is no unit “{key}”",
                remedy_vi="Tìm mã bằng «dothi place find TÊN»",
                remedy_en="Find the key with “dothi place find NAME”",
            )
        )
    if as_json:
        _print_json(page_data(page, as_of))
        return
    from dothi.cli.place_tables import console, page_parts

    _print(console(), page_parts(page, as_of))


@place.command()
@click.argument("file", metavar="TỆP", type=click.Path(path_type=Path, dir_okay=False))
@AS_OF
@click.pass_obj
def census(workspace: Path, file: Path, as_of: date) -> None:
    """Kiểm tra một bảng dân số theo xã (csv, xlsx) với đơn vị của ngày điều tra; không ghi gì.

    Check a census table by commune (csv, xlsx) against the units of the census day; writes nothing. Exit
    code 1 when lines are wrong, 2 when the file cannot be used.
    """
    start_django(workspace)
    from dothi.places.census import read_census_file
    from dothi.places.units import COMMUNE
    from dothi.places.urbanisation import NOBODY
    from dothi.registry.places.gazetteer import aliases_by_key, gazetteer

    rows = read_census_file(file, gazetteer(), as_of, aliases_by_key())
    lowest = max(row.level for row in rows)
    people = sum((row.people for row in rows if row.level == lowest), NOBODY)
    count = sum(row.level == COMMUNE for row in rows)
    click.echo(
        f"Bảng hợp lệ: {len(rows)} dòng, {count} xã, {people.total} người, {people.urban} thành thị. / "
        "The table is valid."
    )


@place.command()
@AS_OF
@KNOWN_ON
@click.option("--communes", is_flag=True, help="Kèm các xã dưới huyện. / Communes under districts, too.")
@click.pass_obj
def tree(workspace: Path, as_of: date, known_on: date | None, communes: bool) -> None:
    """Cây đơn vị hành chính của một ngày. / The tree of units on a day."""
    start_django(workspace)
    from dothi.cli.place_tables import console, unit_tree
    from dothi.places.units import DISTRICT
    from dothi.registry.places.queries import level_on, units_on

    rows = units_on(as_of, known_on)
    if level_on(as_of, known_on) == DISTRICT and not communes:
        rows = [row for row in rows if row.level <= DISTRICT]
    console().print(unit_tree(f"Đơn vị hành chính ngày {format_date(as_of)}", rows))


def urbanisation_data(answer: Urbanisation) -> dict[str, Any]:
    """The answer as plain data."""
    places, day = answer.gazetteer, answer.as_of
    codes = {item.key: item.state.code for item in places.on(day)}
    return {
        "as_of": day.isoformat(),
        "census_day": answer.census_day.isoformat(),
        "home": list(answer.home),
        **_people_data(answer.people),
        "units": [
            {
                "key": item.key,
                "code": codes.get(item.key, ""),
                "name": places.name_of(item.key, day),
                **_people_data(item.people),
                "basis": item.basis,
                "complete": item.complete.value,
                "lacking": [places.name_of(key) for key in item.lacking],
                "perhaps_lacking": [places.name_of(key) for key in item.perhaps_lacking],
            }
            for item in answer.spread.units
        ],
        "unallocated": [
            {
                "key": item.key,
                "name": places.name_of(item.key, answer.census_day),
                **_people_data(item.people),
                "reason": item.reason,
                "candidates": [places.name_of(key, day) for key in item.candidates],
            }
            for item in answer.spread.unplaced
        ],
        "source": source_data(answer.source),
        "method": answer.method_vi,
        "method_en": answer.method_en,
    }


def _people_data(people: People) -> dict[str, Any]:
    return {
        "people": people.total,
        "urban": people.urban,
        "rural": people.rural,
        "rate_percent": _number(people.rate_percent),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return (
        int(value) if value == value.to_integral_value() and value.as_tuple().exponent == 0 else float(value)
    )


def source_data(source: SourceRef) -> dict[str, Any]:
    """A source as plain data."""
    return {
        "key": source.key,
        "title": source.title,
        "issuer": source.issuer,
        "number": source.number,
        "issued_on": source.issued_on.isoformat() if source.issued_on else None,
        "confidence": source.confidence,
        "illustrative": source.illustrative,
    }


def found_data(hit: FoundPlace) -> dict[str, Any]:
    """A hit as plain data."""
    return {
        "subject": hit.subject,
        "key": hit.key,
        "name": hit.name,
        "matched": hit.matched,
        "within": hit.within,
        "holds": hit.holds.value,
        "last_day": hit.last_day.isoformat() if hit.last_day else None,
        "holders": [{"key": row.key, "name": row.name, "whole": row.whole} for row in hit.holders],
        "illustrative": hit.illustrative,
    }


def page_data(page: UnitPage, day: date) -> dict[str, Any]:
    """A unit's page as plain data."""
    return {
        "key": page.key,
        "name": page.name,
        "as_of": day.isoformat(),
        "level": page.level,
        "holds": page.row.holds.value if page.row is not None else "no",
        "ancestors": [{"key": row.key, "name": row.name} for row in page.ancestors],
        "predecessors": [{"key": row.key, "name": row.name, "whole": row.whole} for row in page.predecessors],
        "successors": [{"key": row.key, "name": row.name, "whole": row.whole} for row in page.successors],
        "holders": [{"key": row.key, "name": row.name, "whole": row.whole} for row in page.holders],
        "children": [{"key": row.key, "name": row.name, "holds": row.holds.value} for row in page.children],
        "towns": [{"key": row.key, "name": row.name, "coverage": row.coverage} for row in page.towns],
        "figures": [figure_data(figure) for figure in page.figures],
    }


def figure_data(figure: Figure) -> dict[str, Any]:
    """A figure as plain data, with all that makes it traceable."""
    return {
        "indicator": figure.indicator,
        "value": _number(figure.value.normalize() if figure.value else Decimal(0)),
        "unit": figure.unit,
        "day": figure.starts.isoformat() if figure.starts else None,
        "basis": figure.basis,
        "complete": figure.complete.value,
        "lacking": list(figure.lacking),
        "perhaps_lacking": list(figure.perhaps_lacking),
        "pieces": [{"key": part.key, "name": part.name, "basis": part.basis} for part in figure.pieces],
        "source": source_data(figure.source),
        "method": figure.method_vi,
        "illustrative": figure.illustrative,
    }


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _print(target: Any, parts: Iterable[Any]) -> None:
    for part in parts:
        target.print(part)
