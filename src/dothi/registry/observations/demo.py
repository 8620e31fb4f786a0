"""A handful of invented values, so that the desk of the demonstration is not empty; none is ever a figure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from dothi.base.errors import Fault, UnusableError
from dothi.base.time import Truth
from dothi.registry.accounts.models import User
from dothi.registry.observations import services
from dothi.registry.observations.checks import Entry
from dothi.registry.observations.models import Observation
from dothi.registry.observations.where import PlaceIndex
from dothi.registry.places.models import Unit
from dothi.registry.sources.models import Source

SOURCE = "so-lieu-minh-hoa"
DAY = date(2025, 12, 31)
INDICATOR = "green-per-person"
VALUES = (Decimal("6.8"), Decimal("7.4"), Decimal("5.9"), Decimal("6.2"))


@transaction.atomic
def create_illustrative(planner: User, approver: User, officer: User | None = None, day: date = DAY) -> int:
    """Enter green area per person for three wards, in three states; the number of values made.

    ``planner`` enters a draft, a submitted value and one that ``approver`` returns; ``officer``, if given,
    a draft for the unit they serve. Made once: nothing happens when the illustrative source is on record.
    """
    if Source.objects.filter(key=SOURCE).exists():
        return 0
    source = Source.objects.create(
        key=SOURCE,
        title="Số liệu minh họa",
        title_en="Illustrative values",
        confidence="unconfirmed",
        illustrative=True,
        note="Số liệu đặt ra để trình bày phần mềm, không phải số liệu thật.",
    )
    wards = _wards(day)
    rows = [
        services.enter(planner, _entry(ward, value, source, day))
        for ward, value in zip(wards, VALUES, strict=False)
    ]
    for row in rows[1:]:
        services.submit(planner, row.pk, row.version)
    if len(rows) > 2:
        last = Observation.objects.get(pk=rows[2].pk)
        services.send_back(approver, last.pk, last.version, "Ghi rõ số trang của báo cáo làm nguồn.")
    if officer is not None:
        served = officer.roles.as_known_on().exclude(unit_key="").values_list("unit_key", flat=True).first()
        if served:
            rows.append(services.enter(officer, _entry(served, VALUES[-1], source, day)))
    return len(rows)


def _entry(place_key: str, value: Decimal, source: Source, day: date) -> Entry:
    return Entry(
        INDICATOR,
        place_key,
        value,
        "m²/người",
        day,
        day,
        source.pk,
        note="Dữ liệu minh họa",
        illustrative=True,
    )


def _wards(day: date) -> list[str]:
    """Three wards that stand on ``day``."""
    places = PlaceIndex.load()
    wards = Unit.objects.as_known_on().filter(kind="Phường", level=3)
    keys = wards.order_by("key").values_list("key", flat=True)
    standing = [key for key in dict.fromkeys(keys) if places.exists(key, day) is Truth.YES][:3]
    if not standing:
        raise UnusableError(
            Fault(
                "observations.no_wards",
                "chưa có phường nào để nhập số liệu minh họa",
                "there is no ward to enter illustrative values for",
                "",
                "Nạp đơn vị hành chính trước",
                "Load the administrative units first",
            )
        )
    return standing
