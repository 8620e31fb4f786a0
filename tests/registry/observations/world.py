"""A small world for the tests of observed values: places, sources, people; and workbooks to send."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.contrib.auth import get_user_model
from openpyxl import Workbook

from dothi.base.text import fold
from dothi.base.time import Bound, Period
from dothi.registry.accounts.models import RoleAssignment
from dothi.registry.observations.checks import Entry
from dothi.registry.places.models import Unit
from dothi.registry.sources.models import Source

HEADINGS = [
    "Chỉ tiêu *",
    "Mã địa điểm *",
    "Tên địa điểm",
    "Giá trị *",
    "Đơn vị *",
    "Từ ngày *",
    "Đến ngày",
    "Nguồn *",
    "Trang, bảng trong nguồn",
    "Ghi chú",
]
TAM_KY, HUONG_TRA = "2c-20335", "2c-20341"
OLD_TAM_KY, LOST = "3c-502", "3c-502-phu-phong"
PASSWORD = "mot-mat-khau-dai-2026"


@dataclass
class World:
    """Who and what there is."""

    officer: Any
    planner: Any
    second_planner: Any
    secretary: Any
    authority: Any
    supervisor: Any
    administrator: Any
    consultant: Any
    source: Source
    drawn: Source

    def entry(self, **changes: Any) -> Entry:
        """A valid entry: 7,5 m² of green per person in Tam Kỳ on 30 June 2026, from the yearbook."""
        whole = Entry(
            "green-per-person",
            TAM_KY,
            Decimal("7.5"),
            "m²/người",
            date(2026, 6, 30),
            date(2026, 6, 30),
            self.source.pk,
            "bảng 12",
        )
        return replace(whole, **changes)

    def row(self, **changes: Any) -> list[Any]:
        """A valid row of a workbook, in the order of the headings."""
        cells = {
            "indicator": "green-per-person",
            "place_key": TAM_KY,
            "place_name": "Phường Tam Kỳ",
            "value": 7.5,
            "unit": "m²/người",
            "first_day": datetime(2026, 6, 30),  # noqa: DTZ001 (a cell)
            "last_day": None,
            "source": "nien-giam-2025",
            "source_place": "bảng 12",
            "note": None,
        }
        return list({**cells, **changes}.values())


def build_world() -> World:
    """Write the world to the database."""
    source = Source.objects.create(
        key="nien-giam-2025", title="Niên giám thống kê 2025", number="12/BC-CTK", confidence="official"
    )
    drawn = Source.objects.create(key="minh-hoa", title="Bộ số liệu minh họa", illustrative=True)
    since = Period.between(date(2025, 7, 1))
    _unit(TAM_KY, "Phường Tam Kỳ", since, source)
    _unit(HUONG_TRA, "Phường Hương Trà", since, source)
    _unit(
        OLD_TAM_KY,
        "Thành phố Tam Kỳ",
        Period(Bound(None, date(2019, 4, 1)), Bound.on(date(2025, 7, 1))),
        source,
        "Thành phố",
    )
    lost = Period(Bound(None, date(2019, 4, 1)), Bound(date(2019, 4, 2), date(2025, 7, 1)))
    _unit(LOST, "Xã Phú Phong", lost, source, "Xã")
    return World(
        _person("can-bo", "Nguyễn Thị Ánh", "commune_officer", TAM_KY),
        _person("quy-hoach", "Trần Văn Bình", "planner"),
        _person("quy-hoach-2", "Lê Thị Cúc", "planner"),
        _person("ban-thu-ky", "Phạm Văn Dũng", "secretariat"),
        _person("cap-duyet", "Hoàng Thị Én", "approving_authority"),
        _person("giam-sat", "Đỗ Văn Giang", "supervisor"),
        _person("quan-tri", "Vũ Thị Hạnh", "administrator"),
        _person("tu-van", "Bùi Văn Khoa", "consultant"),
        source,
        drawn,
    )


def workbook(rows: list[list[Any]], headings: list[str] | None = None, sheet: str = "Số liệu") -> bytes:
    """A workbook with one sheet of values, as bytes."""
    book = Workbook()
    book.active.title = sheet
    book.active.append(HEADINGS if headings is None else headings)
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _unit(key: str, name: str, period: Period, source: Source, kind: str = "Phường") -> None:
    level = 2 if kind == "Thành phố" else 3
    unit = Unit(key=key, code=key[3:8], name=name, kind=kind, level=level, folded=fold(name), source=source)
    unit.period = period
    unit.save()


def _person(username: str, name: str, role: str, unit: str = "") -> Any:
    user = get_user_model().objects.create(username=username, full_name=name)
    assignment = RoleAssignment(user=user, role=role, unit_key=unit)
    assignment.period = Period.between(date(2025, 1, 1))
    assignment.save()
    return user
