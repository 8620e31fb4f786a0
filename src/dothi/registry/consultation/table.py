"""The official table of opinions and responses (bảng tổng hợp ý kiến, tiếp thu, giải trình) as a Word file.

The form of the page is that of decree 30/2020/NĐ-CP, annex I. No person is named in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dothi.base.dates import format_date
from dothi.base.docx import Heading, Paragraph, Part, Table, write_docx
from dothi.base.numbers import format_number
from dothi.registry.consultation.counting import Figures
from dothi.registry.consultation.models import Consultation

_HEADING = ("Số", "Ngày nhận, cách nhận", "Địa bàn, chủ đề", "Nội dung ý kiến", "Kết quả", "Giải trình")
_WIDTHS = (9, 24, 27, 46, 20, 39)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One statement; ``alike``: how many others on the page say it too; ``timing``: when it came outside."""

    number: int
    received_on: date
    channel: str
    place: str
    theme: str
    text: str
    outcome: str
    answer: str
    answered_on: date | None
    alike: int | None
    timing: str


def opinion_table(row: Consultation, found: Figures, rows: Sequence[TableRow], today: date) -> bytes:
    """The document as bytes: the same rows on the same day give the same bytes."""
    return write_docx([*_head(row, found, today), _table(rows), *_foot()], "Bảng tổng hợp ý kiến")


def _head(row: Consultation, found: Figures, today: date) -> Iterator[Part]:
    yield Paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True, align="center")
    yield Paragraph("Độc lập - Tự do - Hạnh phúc", bold=True, align="center")
    yield Paragraph("", align="center", size=6)
    yield Paragraph("BẢNG TỔNG HỢP Ý KIẾN, TIẾP THU VÀ GIẢI TRÌNH", bold=True, align="center", size=14)
    yield Paragraph(row.title, bold=True, align="center")
    yield Paragraph(f"Tính đến {_in_words(today)}", italic=True, align="center")
    if row.illustrative:
        yield Paragraph("Dữ liệu minh họa", bold=True, align="center")
    basis = f" Căn cứ: {row.basis}." if row.basis else ""
    yield Paragraph(
        f"Thời gian lấy ý kiến: từ {format_date(row.opens_on)} đến hết {format_date(row.closes_on)}.{basis}"
    )
    yield Paragraph(_summary(found))
    for label, counts in (("Đã trả lời", _outcomes(found)), ("Nhận ngoài thời hạn", _outside(found))):
        if counts:
            yield Paragraph(f"{label}: {counts}.")
    yield Heading("Ý kiến và giải trình", 2)


def _summary(found: Figures) -> str:
    number = format_number
    parts = [
        f"Tổng số ý kiến: {number(found.received)}",
        f"đã trả lời {number(found.answered)}",
        f"chờ trả lời {number(found.waiting)}",
        f"chờ duyệt {number(found.unseen)}",
        f"không đăng {number(found.hidden)} (không tính vào tổng)",
    ]
    if found.groups:
        parts.append(f"{number(found.in_groups)} ý kiến thuộc {number(found.groups)} nhóm cùng nội dung")
    if found.late or found.overdue:
        parts.append(f"trả lời muộn {number(found.late)}, quá hạn chưa trả lời {number(found.overdue)}")
    return "; ".join(parts) + "."


def _outcomes(found: Figures) -> str:
    words = {"accepted": "tiếp thu", "part": "tiếp thu một phần", "not": "không tiếp thu"}
    return ", ".join(
        f"{word} {found.by_outcome[code]}" for code, word in words.items() if code in found.by_outcome
    )


def _outside(found: Figures) -> str:
    told = (("trước khi mở", found.before), ("sau khi kết thúc", found.after))
    return ", ".join(f"{word} {count}" for word, count in told if count)


def _table(rows: Sequence[TableRow]) -> Table:
    return Table(_HEADING, [_cells(one) for one in rows], _WIDTHS, frozenset({0}), size=10)


def _cells(one: TableRow) -> tuple[str, ...]:
    alike = f"\n({one.alike} ý kiến khác cùng nội dung)" if one.alike else ""
    answered = f"\n(ngày {format_date(one.answered_on)})" if one.answered_on else ""
    return (
        str(one.number),
        "\n".join(part for part in (format_date(one.received_on), one.channel, one.timing) if part),
        "\n".join(part for part in (one.place, one.theme) if part) or "chưa rõ",
        one.text + alike,
        one.outcome,
        (one.answer or "Chưa có trả lời") + answered,
    )


def _foot() -> Iterator[Part]:
    yield Paragraph(
        "Bảng không nêu tên người góp ý; số điện thoại, thư điện tử và số giấy tờ trong ý kiến đã che.",
        italic=True,
        size=11,
    )
    yield Paragraph("THỦ TRƯỞNG CƠ QUAN LẤY Ý KIẾN", bold=True, align="right")
    yield Paragraph("(Ký, ghi rõ họ tên, đóng dấu)", italic=True, align="right")


def _in_words(day: date) -> str:
    """Days below 10 and the months 1 and 2 have a leading nought (decree 30/2020/NĐ-CP, annex I)."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
