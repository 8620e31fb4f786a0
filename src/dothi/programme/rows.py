"""Rows of tables: targets by year, towns by class, tasks with bodies and deadlines."""

from __future__ import annotations

from dothi.programme.collect import Collection, add_town
from dothi.programme.deadlines import deadline_in
from dothi.programme.model import Target, Task, TownClass
from dothi.programme.placenames import places_in
from dothi.programme.sentences import Stretch
from dothi.programme.tables import Columns, cells_of, class_in, columns_of, is_separator, value_in
from dothi.programme.targets import Years
from dothi.programme.towns import Goal
from dothi.programme.tree import Branch


def read_table(into: Collection, table: Branch, rows: list[Branch]) -> None:
    """Read a table whose head tells what it holds; other tables stay unplaced."""
    view = into.view
    heads = [view.words(*cell) for cell in cells_of(view.text, table.body, table.body_end)]
    columns = columns_of(heads)
    if columns is None:
        return
    into.cover(table, table.body, table.body_end)
    for row in rows:
        if is_separator(view.text[row.body : row.body_end]):
            continue
        cells = cells_of(view.text, row.body, row.body_end)
        if columns.name >= len(cells):
            continue
        if columns.kind == "targets":
            _targets(into, row, cells, columns)
        elif columns.kind == "towns":
            _towns(into, row, cells, columns)
        else:
            _task(into, row, cells, columns)


def _targets(into: Collection, row: Branch, cells: list[Stretch], columns: Columns) -> None:
    view = into.view
    start, end = view.span(row.body, row.body_end)
    indicator = view.words(*cells[columns.name])
    unit = view.words(*cells[columns.unit]) if columns.unit is not None and columns.unit < len(cells) else ""
    for index, years in columns.years:
        value = value_in(view.text[slice(*cells[index])]) if index < len(cells) else None
        if value is None or not indicator:
            continue
        cell = view.text[slice(*cells[index])]
        if value.odd_style:
            into.odd_number(row, cell, value)
        into.targets.append(
            Target(
                id=f"t{len(into.targets) + 1}",
                node=row.id,
                start=start,
                end=end,
                indicator=indicator,
                place=None,
                year_from=years[0],
                year_to=years[1],
                min=value.low,
                max=value.high,
                comparison=value.comparison,
                approximate=value.approximate,
                unit=unit or cell[slice(*value.unit)] or None,
                text=view.source[start:end],
                section=into.above.section(row),
            )
        )
        into.cover(row, row.body, row.body_end)


def _towns(into: Collection, row: Branch, cells: list[Stretch], columns: Columns) -> None:
    view = into.view
    places = places_in(view.text, *cells[columns.name])
    if len(places) != 1:
        return
    for index, years in columns.years:
        found = class_in(view.text[slice(*cells[index])]) if index < len(cells) else None
        if found is not None:
            add_town(into, row, _goal(row, places[0].name, found, years))


def _goal(row: Branch, name: Stretch, found: str, years: Years) -> Goal:
    town_class: TownClass = found  # type: ignore[assignment]
    return Goal(row.body, row.body_end, name, None, (), town_class, "reach", None, years, False, False)


def _task(into: Collection, row: Branch, cells: list[Stretch], columns: Columns) -> None:
    view = into.view
    start, end = view.span(*cells[columns.name])
    if start == end:
        return
    bodies = tuple(
        view.words(*cells[i]) for i in columns.lead if i < len(cells) and cells[i][0] < cells[i][1]
    )
    places = [p for p in places_in(view.text, *cells[columns.name]) if not p.other and p.type != "tỉnh"]
    deadline = None
    if columns.deadline is not None and columns.deadline < len(cells):
        deadline = deadline_in(view.text[slice(*cells[columns.deadline])], bare=True)
    into.tasks.append(
        Task(
            node=row.id,
            start=start,
            end=end,
            section=into.above.section(row),
            text=view.source[start:end],
            agencies=bodies,
            places=tuple(dict.fromkeys(view.words(p.start, p.name[1]) for p in places)),
            deadline=deadline,
        )
    )
    into.cover(row, row.body, row.body_end)
