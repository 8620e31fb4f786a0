"""Land that people watch: kept for them, and compared when a version of a plan begins to count."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import shapely
from django.db import transaction
from django.utils import timezone

from dothi.base.errors import Fault, InputError
from dothi.base.text import clean
from dothi.land.changes import PlanChange, plan_changes
from dothi.registry.accounts.access import require
from dothi.registry.accounts.models import User
from dothi.registry.jobs.work import enqueue
from dothi.registry.land.asked import by_geojson
from dothi.registry.land.asking import ROOM, ask
from dothi.registry.land.models import Watch
from dothi.registry.plans.models import PlanLayer, PlanVersion

ACTION = "account.use"
MOST = 20
COMPARE_KIND, TELL_KIND = "land.watches", "land.watch"


@transaction.atomic
def add_watch(user: User, shape: Any, title: str, language: str) -> Watch:
    """Keep land for a person; ``shape`` is a point or polygon in WGS 84.

    Raises :class:`InputError`: ``land.watch-no-mail`` where the account has no address,
    ``land.watch-many`` beyond :data:`MOST`.
    """
    require(user, ACTION, user)
    owner = User.objects.select_for_update().get(pk=user.pk)
    if not owner.email:
        raise InputError(_NO_MAIL)
    if owner.watches.count() >= MOST:
        raise InputError(_MANY)
    west, south, east, north = shape.bounds
    return Watch.objects.create(
        owner=owner,
        title=clean(title)[:120],
        shape=shapely.geometry.mapping(shape),
        west=west,
        south=south,
        east=east,
        north=north,
        language=language,
    )


def remove_watch(user: User, number: int) -> None:
    """Forget one of a person's own; raises :class:`Watch.DoesNotExist` for anything else."""
    require(user, ACTION, user)
    Watch.objects.get(owner=user, pk=number).delete()


def hear(version: PlanVersion, start: date, moment: datetime, **_signal: Any) -> None:
    """Queue the comparison with what was known before ``moment``, in the transaction that makes it count."""
    if not Watch.objects.exists():
        return
    payload = {
        "version": version.pk,
        "day": max(start, timezone.localdate()).isoformat(),
        "before": moment.isoformat(),
        "after": timezone.now().isoformat(),
    }
    enqueue(COMPARE_KIND, payload, None)


def watches_near(version: PlanVersion) -> list[int]:
    """Numbers of watches whose box meets the extent of the plan, in this version or any earlier one."""
    layers = PlanLayer.objects.filter(version__plan=version.plan_id, version__number__lte=version.number)
    boxes = [box for box in layers.values_list("west", "south", "east", "north") if None not in box]
    watches = Watch.objects.order_by("pk")
    if boxes:
        west, south = min(box[0] for box in boxes) - ROOM, min(box[1] for box in boxes) - ROOM
        east, north = max(box[2] for box in boxes) + ROOM, max(box[3] for box in boxes) + ROOM
        watches = watches.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    return list(watches.values_list("pk", flat=True))


def changes_for(watch: Watch, day: date, before: datetime, after: datetime) -> tuple[PlanChange, ...]:
    """What plans say otherwise of the land on ``day``, as known just before each of two moments."""
    piece = by_geojson(watch.shape).piece
    return plan_changes(ask(piece, day, before), ask(piece, day, after))


_NO_MAIL = Fault(
    "land.watch-no-mail",
    "Tài khoản này chưa có địa chỉ thư điện tử để nhận tin",
    "This account has no e-mail address to be told at",
    remedy_vi="Nhờ quản trị viên của cơ quan ghi địa chỉ thư vào tài khoản",
    remedy_en="Ask the administrator of the office to add an address to the account",
)
_MANY = Fault(
    "land.watch-many",
    f"Mỗi người theo dõi nhiều nhất {MOST} nơi",
    f"A person watches {MOST} places at most",
    remedy_vi="Bỏ bớt một nơi không cần nữa",
    remedy_en="Remove one that is not needed any more",
)
