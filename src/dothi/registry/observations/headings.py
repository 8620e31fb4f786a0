"""Finding the sheet of values and its heading row, or saying in one sentence why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from dothi.base.errors import Fault, UnusableError
from dothi.base.text import fold
from dothi.base.workbooks import Sheet
from dothi.registry.observations.reading import SHOWN, shown_of

SHEET = "Số liệu"
HEADING_WITHIN = 10
COLUMNS: Mapping[str, str] = {
    "indicator": "Chỉ tiêu",
    "place_key": "Mã địa điểm",
    "place_name": "Tên địa điểm",
    "value": "Giá trị",
    "unit": "Đơn vị",
    "first_day": "Từ ngày",
    "last_day": "Đến ngày",
    "source": "Nguồn",
    "source_place": "Trang, bảng trong nguồn",
    "note": "Ghi chú",
}
NEEDED = ("indicator", "place_key", "value", "unit", "first_day", "source")


def chosen_sheet(name: str, sheets: list[Sheet], title: str = SHEET) -> Sheet:
    """The one visible sheet called ``title``; raises :class:`UnusableError` naming what was found instead."""
    wanted = [sheet for sheet in sheets if fold(sheet.name) == fold(title)]
    if len(wanted) == 1 and not wanted[0].hidden:
        return wanted[0]
    if wanted:
        raise UnusableError(
            Fault(
                "import.hidden_sheet",
                f"trang «{title}» đang bị ẩn" if len(wanted) == 1 else f"có nhiều trang tên «{title}»",
                f"the sheet “{title}” is hidden"
                if len(wanted) == 1
                else f"several sheets are called “{title}”",
                name,
                "Bỏ ẩn trang đó, xem lại số liệu rồi gửi lại" if len(wanted) == 1 else "Giữ lại một trang",
                "Unhide it, look at the values and send it again" if len(wanted) == 1 else "Keep one of them",
            )
        )
    shown = ", ".join(f"«{sheet.name}»" for sheet in sheets[:5]) or "không có trang nào"
    raise UnusableError(
        Fault(
            "import.no_sheet",
            f"không có trang «{title}» (trong tệp có: {shown})",
            f"there is no sheet “{title}” (found: {shown})",
            name,
            f"Tải tệp mẫu về và điền vào trang «{title}»",
            f"Download the template and fill in its sheet “{title}”",
        )
    )


def heading_of(
    name: str,
    sheet: Sheet,
    rows: Iterator[tuple[int, tuple[Any, ...]]],
    columns: Mapping[str, str] = COLUMNS,
    needed: Sequence[str] = NEEDED,
) -> tuple[int, dict[str, str], list[Fault]]:
    """Row and columns of the headings, wherever they stand in the first rows, in whatever order.

    ``columns`` gives the titles of the codes looked for, ``needed`` those that must be there.
    """
    titles = {fold(title): code for code, title in columns.items()}
    for number, values in rows:
        if number > HEADING_WITHIN:
            break
        found = [
            (titles.get(fold(shown_of(value).rstrip("* "))), position)
            for position, value in enumerate(values, 1)
        ]
        known = [(code, position) for code, position in found if code]
        if len({code for code, _ in known}) < 3:
            continue
        _whole_heading(
            f"{name}, trang «{sheet.name}», dòng {number}", [code for code, _ in known], columns, needed
        )
        extra = [
            shown_of(values[position - 1]) for code, position in found if not code and values[position - 1]
        ]
        remarks = [_left_out(name, sheet.name, number, extra)] if extra else []
        return number, {code: get_column_letter(position) for code, position in known}, remarks
    raise UnusableError(_no_heading(name, sheet.name))


def _whole_heading(where: str, codes: list[str], columns: Mapping[str, str], needed: Sequence[str]) -> None:
    missing = [columns[code] for code in needed if code not in codes]
    twice = [columns[code] for code in columns if codes.count(code) > 1]
    if missing or twice:
        lacking, doubled = ", ".join(missing), ", ".join(twice)
        raise UnusableError(
            Fault(
                "import.missing_column" if missing else "import.double_column",
                f"thiếu cột: {lacking}" if missing else f"cột xuất hiện hai lần: {doubled}",
                f"missing columns: {lacking}" if missing else f"columns that appear twice: {doubled}",
                where,
                "Giữ nguyên hàng tiêu đề của tệp mẫu",
                "Keep the heading row of the template as it is",
            )
        )


def _no_heading(name: str, sheet: str) -> Fault:
    return Fault(
        "import.no_heading",
        f"không tìm thấy hàng tiêu đề trong {HEADING_WITHIN} dòng đầu",
        f"no heading row within the first {HEADING_WITHIN} rows",
        f"{name}, trang «{sheet}»",
        "Giữ nguyên hàng tiêu đề của tệp mẫu",
        "Keep the heading row of the template as it is",
    )


def _left_out(name: str, sheet: str, number: int, extra: list[str]) -> Fault:
    shown = ", ".join(f"«{title[:SHOWN]}»" for title in extra[:5])
    return Fault(
        "import.extra_column",
        f"các cột không thuộc tệp mẫu được bỏ qua: {shown}",
        f"columns that the template does not have are left out: {shown}",
        f"{name}, trang «{sheet}», dòng {number}",
    )


def hidden_left_out(name: str, hidden: list[str]) -> Fault:
    """The remark that hidden sheets were not read."""
    shown = ", ".join(f"«{title}»" for title in hidden[:5])
    return Fault(
        "import.hidden_left_out",
        f"các trang bị ẩn không được đọc: {shown}",
        f"hidden sheets are not read: {shown}",
        name,
    )
