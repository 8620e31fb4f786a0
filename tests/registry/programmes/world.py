"""A small province with two towns, three bodies, officers, and a programme of a few lines."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from dothi.base.text import fold
from dothi.base.time import NEVER, Bound, Period
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.bodies.models import Body
from dothi.registry.places.models import Town, Unit
from dothi.registry.sources.models import Source

TEXT = """CHƯƠNG TRÌNH
thực hiện Nghị quyết số 06-NQ/TW, ngày 24/01/2022 của Bộ Chính trị

I. MỤC TIÊU

1. Chỉ tiêu cụ thể

- Tỷ lệ đô thị hóa đến năm 2025 đạt 37%, đến năm 2030 đạt 40%.

- Đến năm 2025, trên địa bàn tỉnh có 21 đô thị.

II. NHIỆM VỤ, GIẢI PHÁP

1. Phát triển hệ thống đô thị

- Xây dựng hệ thống cơ sở dữ liệu về quy hoạch phát triển đô thị.

- Phấn đấu xây dựng thành phố Tam Kỳ đạt các tiêu chí của đô thị loại I vào năm 2025.

III. TỔ CHỨC THỰC HIỆN

1. Sở Xây dựng chủ trì, phối hợp với các cơ quan liên quan lập kế hoạch thực hiện Chương trình này.
"""


def person(name: str, role: str) -> User:
    user = User.objects.create_user(username=name, full_name=name.title())
    row = RoleAssignment(user=user, role=role)
    row.period = Period.between(date(2020, 1, 1))
    row.save()
    return user


def _town(key: str, name: str, source: Source) -> None:
    row = Town(key=key, name=name, folded=fold(name), source=source)
    row.period = Period(Bound(None, date(2019, 12, 31)))
    row.save()


def body(key: str, title: str, end: Bound = NEVER) -> Body:
    row = Body(
        key=key, title=title, folded=fold(title), kind="province", origin="law", confidence="secondary"
    )
    row.period = Period(Bound(None, date(2022, 12, 31)), end)
    row.save()
    return row


def build_world() -> SimpleNamespace:
    """Towns, bodies and people on record, and the text to be read; inside a test's own transaction."""
    source = Source.objects.create(key="nguon", title="Danh mục", confidence="secondary")
    for key, name in (("tam-ky", "Tam Kỳ"), ("hoi-an", "Hội An")):
        _town(key, name, source)
    unit = Unit(
        key="3c-49",
        code="49",
        name="Tỉnh Quảng Nam",
        kind="Tỉnh",
        level=1,
        folded="tinh quang nam",
        source=source,
    )
    unit.period = Period.between(date(2000, 1, 1))
    unit.save()
    body("so-xay-dung", "Sở Xây dựng")
    body("ban-can-su", "Ban cán sự đảng", Bound(date(2025, 1, 1), date(2025, 7, 1)))
    return SimpleNamespace(
        text=TEXT,
        source=source,
        planner=person("an", "planner"),
        other=person("binh", "planner"),
        secretary=person("chi", "secretariat"),
        stranger=person("dung", "resident"),
    )
