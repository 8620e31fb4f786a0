"""A ward with an outline, officers, and a consultation open today."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from dothi.base.time import Period
from dothi.registry.accounts.models import RoleAssignment, User
from dothi.registry.consultation.filing import Said, file_statement
from dothi.registry.consultation.guarding import Sender
from dothi.registry.consultation.opening import ConsultationEntry, open_consultation
from dothi.registry.places.models import Unit
from dothi.registry.sources.models import Source

WARD = {
    "type": "Polygon",
    "coordinates": [[[108.48, 15.56], [108.5, 15.56], [108.5, 15.58], [108.48, 15.58], [108.48, 15.56]]],
}


def person(name: str, role: str, unit: str = "") -> User:
    user = User.objects.create_user(username=name, full_name=name.title())
    row = RoleAssignment(user=user, role=role, unit_key=unit)
    row.period = Period.between(date(2020, 1, 1))
    row.save()
    return user


def ward(key: str, name: str, outline: dict[str, Any] | None) -> None:
    source, _ = Source.objects.get_or_create(key="nguon", defaults={"title": "Nguồn"})
    box = {"west": 108.48, "south": 15.56, "east": 108.5, "north": 15.58} if outline else {}
    row = Unit(
        key=key, code=key[3:], name=name, folded=name.lower(), kind="phường", level=3, source=source,
        outline=outline, **box,
    )  # fmt: skip
    row.period = Period.between(date(2025, 7, 1))
    row.save()


def build_world() -> Any:
    """Officers of two wards, and a consultation that the first ward runs; ``say`` makes a statement."""
    cache.clear()
    ward("2c-1", "Phường Một", WARD)
    ward("2c-2", "Phường Hai", None)
    today = timezone.localdate()
    entry = ConsultationEntry(
        "regulation", "quy-che-1", "Quy chế quản lý kiến trúc", "Ý kiến về quy chế", today,
        today + timedelta(days=30), today + timedelta(days=45), unit_key="2c-1",
    )  # fmt: skip
    planner = person("an", "planner")
    made = SimpleNamespace(
        planner=planner,
        officer=person("binh", "commune_officer", "2c-1"),
        neighbour=person("chi", "commune_officer", "2c-2"),
        supervisor=person("giam", "supervisor"),
        administrator=person("quan", "administrator"),
        resident=person("dung", "resident"),
        entry=entry,
        today=today,
        consultation=open_consultation(planner, entry),
    )

    def say(text: str = "Đường quá hẹp, xin mở rộng", **more: Any) -> Any:
        return file_statement(None, made.consultation, Said(text, **more), Sender())

    made.say = say
    return made
