"""Tables that people make as CSV: UTF-8, commas or semicolons, a heading first."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from dothi.base.errors import Fault, InputError


def table_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV table a person made: UTF-8, commas or semicolons, an empty text for a missing cell.

    Raises :class:`InputError` (``table.not-utf8``, ``table.unreadable``).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(_not_utf8(path)) from error
    heading = text.partition("\n")[0]
    delimiter = ";" if ";" in heading and "," not in heading else ","
    try:
        return list(
            csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="", strict=True)
        )
    except csv.Error as error:
        raise InputError(_unreadable(path, str(error))) from error


def _not_utf8(path: Path) -> Fault:
    return Fault(
        "table.not-utf8",
        "Tệp không phải chữ UTF-8 nên không đọc được dấu tiếng Việt",
        "The file is not UTF-8 text",
        where=path.name,
        remedy_vi="Lưu lại bằng «CSV UTF-8» trong Excel",
        remedy_en="Save it again as “CSV UTF-8” in Excel",
    )


def _unreadable(path: Path, why: str) -> Fault:
    return Fault(
        "table.unreadable",
        f"Không đọc được bảng ({why})",
        f"The table cannot be read ({why})",
        where=path.name,
        remedy_vi="Mở bằng bảng tính, kiểm tra dấu ngoặc kép, rồi lưu lại",
        remedy_en="Open it in a spreadsheet, check the quotation marks, and save it again",
    )
