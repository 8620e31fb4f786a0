"""Reading the CSV tables of a province pack: every refusal names file, line and column."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from dothi.base.errors import Fault
from dothi.base.text import clean
from dothi.base.time import NEVER, Bound, Period


@dataclass(slots=True)
class Faults:
    """Faults found so far; reading goes on, so that one run names them all."""

    found: list[Fault] = field(default_factory=list)

    def add(
        self, code: str, where: str, sentence: tuple[str, str], remedy: tuple[str, str] = ("", "")
    ) -> None:
        """Note one fault; sentence and remedy in Vietnamese and English."""
        self.found.append(Fault(f"pack.{code}", *sentence, where, *remedy))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. Reading a bad cell notes a fault and gives a harmless value."""

    where: str
    cells: dict[str, str]
    faults: Faults

    def text(self, column: str, *, required: bool = False) -> str:
        """Cleaned text of a cell."""
        value = clean(self.cells.get(column, ""))
        if required and not value:
            self._refuse(column, value, "không được để trống", "must not be empty")
        return value

    def number(self, column: str) -> float | None:
        """A decimal number, ``None`` where empty."""
        value = self.decimal(column)
        return None if value is None else float(value)

    def decimal(self, column: str) -> Decimal | None:
        """A decimal number, exact, ``None`` where empty."""
        value = self.text(column)
        if not value:
            return None
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self._refuse(column, value, "không phải là số", "is not a number")
            return None
        return number

    def whole(self, column: str) -> int:
        """A whole number not below 0."""
        value = self.text(column)
        if not value.isascii() or not value.isdigit():
            self._refuse(column, value, "không phải là số nguyên không âm", "is not a whole number from 0 up")
            return 0
        return int(value)

    def day(self, column: str) -> date | None:
        """A day, ``None`` where empty."""
        value = self.text(column)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self._refuse(column, value, "không phải là ngày dạng 2025-07-01", "is not a day like 2025-07-01")
            return None

    def choice(self, column: str, allowed: Sequence[str]) -> str:
        """One of a few words."""
        value = self.text(column)
        if value not in allowed:
            self._refuse(
                column, value, f"phải là một trong: {', '.join(allowed)}", f"must be one of {allowed}"
            )
        return value

    def period(self) -> Period:
        """Legal period of the columns ``starts`` and ``ends``; an empty end means there is none."""
        start, end = self.bound("starts", Bound()), self.bound("ends", NEVER)
        try:
            return Period(start, end)
        except ValueError:
            self._refuse("ends", self.text("ends"), "sớm hơn ngày bắt đầu", "comes before the start")
            return Period(start)

    def bound(self, column: str, default: Bound) -> Bound:
        """One end of a period.

        ``2025-07-01`` is a known day, ``..2019-04-01`` that day or earlier, ``2025-01-01..`` that day or
        later, ``2019-04-02..2025-06-30`` some day between, both included.
        """
        value = self.text(column)
        if not value:
            return default
        first, dots, last = value.partition("..")
        try:
            if not dots:
                return Bound.on(date.fromisoformat(first))
            return Bound(
                date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None
            )
        except ValueError:
            self._refuse(
                column,
                value,
                "không phải là ngày hay khoảng ngày (2025-07-01, ..2019-04-01, 2019-04-02..2025-06-30)",
                "is no day or span of days (2025-07-01, ..2019-04-01, 2019-04-02..2025-06-30)",
            )
            return default

    def refuse(self, code: str, vi: str, en: str, remedy_vi: str = "", remedy_en: str = "") -> None:
        """Note a fault of the whole line."""
        self.faults.add(code, self.where, (vi, en), (remedy_vi, remedy_en))

    def _refuse(self, column: str, value: str, vi: str, en: str) -> None:
        self.faults.add(
            "cell",
            self.where,
            (f"Cột «{column}»: «{value}» {vi}", f"Column “{column}”: “{value}” {en}"),
            ("Sửa ô này rồi nạp lại", "Mend the cell and load again"),
        )


def read_table(folder: Path, name: str, columns: Sequence[str], faults: Faults) -> Iterator[Row]:
    """Yield the lines of one table of a pack; note a missing file, bad encoding or a missing column."""
    path = folder / name
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            missing = [column for column in columns if column not in (reader.fieldnames or [])]
            if missing:
                faults.add(
                    "column",
                    f"{name}, dòng 1",
                    (f"Thiếu cột {', '.join(missing)}", f"Missing column {', '.join(missing)}"),
                    (
                        f"Dòng đầu phải có: {', '.join(columns)}",
                        f"The first line must hold: {', '.join(columns)}",
                    ),
                )
                return
            for cells in reader:
                where = f"{name}, dòng {reader.line_num}"
                if None in cells or None in cells.values():
                    faults.add(
                        "width",
                        where,
                        ("Số ô khác với dòng tiêu đề", "Not as many cells as in the first line"),
                        (
                            "Đặt trong ngoặc kép ô nào có dấu phẩy",
                            "Put cells that hold a comma in double quotes",
                        ),
                    )
                    continue
                yield Row(where, cells, faults)
    except OSError:
        faults.add(
            "missing",
            name,
            ("Không đọc được tệp này trong gói dữ liệu tỉnh", "The pack lacks this file"),
            (f"Đặt tệp vào {folder}", f"Put it into {folder}"),
        )
    except (UnicodeDecodeError, csv.Error):
        faults.add(
            "encoding",
            name,
            ("Không phải tệp CSV mã UTF-8", "Not a CSV file in UTF-8"),
            ("Lưu lại dưới dạng CSV UTF-8", "Save it as CSV UTF-8"),
        )
