"""The tables of a programme as workbooks: targets, towns, tasks, bodies with their duties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dothi.base.errors import Fault, InputError
from dothi.portal.export import Column, xlsx_response
from dothi.portal.formats import show_day, show_period
from dothi.portal.lawbook import indicator_title
from dothi.portal.public.asks import language
from dothi.portal.public.programmes.aims import TownGroup
from dothi.portal.public.programmes.duties import BodyDuties
from dothi.portal.public.programmes.entries import Entry, Teller, programme_title
from dothi.portal.public.programmes.targets import Milestone, TargetLine
from dothi.portal.public.programmes.tasks import TaskGroup
from dothi.portal.words import word
from dothi.programme.wording import COMPARISONS, said

Rows = list[list[Any]]


def workbook(table: str, teller: Teller, content: dict[str, Any]) -> HttpResponse:
    """One table as a download. Raises :class:`InputError` for a table that is not there."""
    titles = {
        "chi-tieu": _("Chỉ tiêu"),
        "do-thi": _("Đô thị"),
        "nhiem-vu": _("Nhiệm vụ"),
        "co-quan": _("Cơ quan và trách nhiệm"),
    }
    if table not in titles:
        listed = ", ".join(titles)
        raise InputError(
            Fault(
                "export.table",
                f"không có bảng «{table}»",
                f"there is no table “{table}”",
                "bang",
                f"Chọn một trong: {listed}",
                f"Choose one of: {listed}",
            )
        )
    columns, rows = {
        "chi-tieu": lambda: _targets(content["milestones"]),
        "do-thi": lambda: _towns(content["town_groups"]),
        "nhiem-vu": lambda: _tasks(content["task_groups"]),
        "co-quan": lambda: _bodies(content["bodies"]),
    }[table]()
    edition = teller.edition
    day = teller.asking.as_of.isoformat()
    return xlsx_response(
        f"{table}-{edition.programme_key}-{day}.xlsx",
        columns,
        rows,
        f"{titles[table]}: {programme_title(edition)}",
        _notes(teller),
        illustrative=edition.illustrative,
    )


def _targets(marks: Iterable[Milestone]) -> tuple[list[Column], Rows]:
    columns = [
        Column(_("Chỉ tiêu"), 46),
        Column(_("Đo bằng"), 30),
        Column(_("Địa bàn"), 24),
        Column(_("Từ năm"), 10),
        Column(_("Đến năm"), 10),
        Column(_("So sánh"), 16),
        Column(_("Giá trị (từ)"), 12),
        Column(_("Giá trị (đến)"), 12),
        Column(_("Đơn vị"), 12),
        Column(_("Đánh giá"), 18),
        Column(_("Số liệu gần nhất"), 16),
        Column(_("Đơn vị số liệu"), 12),
        Column(_("Ngày số liệu"), 14),
        Column(_("Cách có số liệu"), 50),
        Column(_("Nguồn"), 40),
        *_common_columns(),
    ]
    return columns, [_target_row(line) for mark in marks for line in mark.lines]


def _target_row(line: TargetLine) -> list[Any]:
    fields, reading = line.entry.fields, line.reading
    return [
        fields["indicator"],
        indicator_title(fields["measure"], language()) if fields.get("measure") else "",
        line.place,
        _year(fields.get("year_from")),
        _year(fields.get("year_to")),
        said(COMPARISONS, fields.get("comparison"), language()),
        fields.get("min"),
        fields.get("max"),
        fields.get("unit") or "",
        line.verdict_text,
        reading.value if reading else None,
        reading.unit if reading else "",
        reading.day if reading else None,
        line.method,
        line.source_title,
        *_common(line.entry),
    ]


def _towns(groups: Iterable[TownGroup]) -> tuple[list[Column], Rows]:
    columns = [
        Column(_("Nhóm"), 34),
        Column(_("Đô thị"), 26),
        Column(_("Tên trong danh mục"), 22),
        Column(_("Thuộc"), 20),
        Column(_("Hướng đến"), 34),
        Column(_("Loại đô thị"), 12),
        Column(_("Bộ quy định của mục tiêu"), 44),
        Column(_("Từ năm"), 10),
        Column(_("Đến năm"), 10),
        Column(_("Loại hiện nay"), 20),
        Column(_("Bộ quy định của loại hiện nay"), 44),
        *_common_columns(),
    ]
    unknown = word("state", "unknown", language())
    rows = [
        [
            group.title,
            line.place.name,
            line.place.recorded or (line.place.name if line.on_record else ""),
            line.within,
            aim.text,
            aim.entry.fields.get("class") or "",
            aim.rule_set_title,
            _year(aim.entry.fields.get("period_from")),
            _year(aim.entry.fields.get("period_to")),
            "; ".join(item.title for item in line.classes) or unknown,
            "; ".join(item.rule_set_title for item in line.classes),
            *_common(aim.entry),
        ]
        for group in groups
        for line in group.lines
        for aim in line.aims
    ]
    return columns, rows


def _tasks(groups: Iterable[TaskGroup]) -> tuple[list[Column], Rows]:
    columns = [
        Column(_("Thuộc mục"), 44),
        Column(_("Nhiệm vụ"), 90),
        Column(_("Cơ quan nêu tên"), 34),
        Column(_("Địa bàn"), 30),
        Column(_("Hạn"), 14),
        *_common_columns(),
    ]
    unsaid = _("văn bản không nêu")
    rows = [
        [
            group.title,
            line.entry.quote,
            "; ".join(line.bodies) or unsaid,
            "; ".join(line.places),
            line.deadline or unsaid,
            *_common(line.entry),
        ]
        for group in groups
        for line in group.lines
    ]
    return columns, rows


def _bodies(bodies: Iterable[BodyDuties]) -> tuple[list[Column], Rows]:
    columns = [
        Column(_("Cơ quan trong văn bản"), 34),
        Column(_("Cơ quan trong danh mục"), 40),
        Column(_("Thời gian tồn tại"), 40),
        Column(_("Trách nhiệm"), 90),
        Column(_("Tình trạng"), 30),
        Column(_("Cơ quan thực hiện"), 40),
        Column(_("Theo quyết định"), 30),
        *_common_columns(),
    ]
    rows = [
        [
            line.entry.fields["name"],
            body.body.title if body.body else "",
            show_period(body.row.period, language()) if body.row else "",
            line.entry.quote,
            line.answer.text,
            line.answer.body.title if line.answer.body and line.answer.state == "current" else "",
            "; ".join(line.answer.decisions),
            *_common(line.entry),
        ]
        for body in bodies
        for line in body.lines
    ]
    return columns, rows


def _common_columns() -> list[Column]:
    return [
        Column(_("Rà soát"), 16),
        Column(_("Vị trí trong văn bản"), 16),
        Column(_("Câu gốc"), 90),
        Column(_("Mã dòng"), 38),
    ]


def _common(entry: Entry) -> list[Any]:
    item = entry.item
    return [word("item_state", item.state, language()), entry.where, entry.quote, item.line]


def _year(value: int | None) -> str | None:
    """Years are names, not numbers to be grouped in thousands."""
    return None if value is None else str(value)


def _notes(teller: Teller) -> list[str]:
    edition, asking = teller.edition, teller.asking
    notes = [
        _("Phiên bản %(number)s, hiệu lực: %(period)s")
        % {"number": edition.number, "period": show_period(edition.period, language())},
        _("Trả lời cho ngày %(day)s") % {"day": show_day(asking.as_of, language())},
        _("Mã băm của phiên bản: %(digest)s") % {"digest": edition.digest},
    ]
    if asking.as_known_on is not None:
        notes.append(
            _("Theo những gì đã biết đến hết ngày %(day)s")
            % {"day": show_day(asking.as_known_on, language())}
        )
    if edition.unreviewed:
        notes.append(unreviewed_sentence(edition.unreviewed))
    return notes


def unreviewed_sentence(count: int) -> str:
    """The mark of a version nobody has confirmed."""
    return ngettext(
        "Chưa rà soát: %(count)s mục do phần mềm đọc, chưa ai xác nhận",
        "Chưa rà soát: %(count)s mục do phần mềm đọc, chưa ai xác nhận",
        count,
    ) % {"count": count}
