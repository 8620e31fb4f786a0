"""Invented current use of land on record, for a demonstration: labelled wherever it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import shapely
from django.utils import timezone

from dothi.base.errors import Fault, UnusableError
from dothi.illustration.ground import projected
from dothi.illustration.present import draw_present
from dothi.illustration.script import PlanScript, Script, read_script
from dothi.lake import Source
from dothi.registry.land.asking import CURRENT_USE
from dothi.registry.land.models import ThemeLayer
from dothi.registry.land.recording import ThemeEntry, record_theme, store_theme
from dothi.registry.plans.lake import current_lake
from dothi.registry.plans.placing import province_folder, province_pack

PRESENT_KIND = "land.illustrate"
SINCE = date(2021, 1, 1)
"""The day from which the invented current use speaks: before the first invented plan."""
SCALE = 5_000


def publish_present(user: Any, progress: Callable[[int, int, str], None]) -> int:
    """Draw the current use under every first general plan of the province; the number of layers made.

    Layers there already are left alone. Raises :class:`UnusableError` outside a workspace with a province.
    """
    folder, pack = province_folder(), province_pack()
    if folder is None or pack is None:
        raise UnusableError(
            Fault("plans.no-province", "Chưa có gói dữ liệu tỉnh", "There is no province pack")
        )
    script, grounds = read_script(folder), projected(pack.outlines)
    wanted = [plan for plan in script.plans if plan.level == "general" and not plan.revises]
    made = 0
    for done, plan in enumerate(wanted):
        progress(done, len(wanted), plan.name)
        made += _publish(user, script, plan, grounds)
    return made


def _publish(user: Any, script: Script, plan: PlanScript, grounds: Any) -> bool:
    document = f"{script.label}: {plan.key}"
    if ThemeLayer.objects.as_known_on().filter(theme=CURRENT_USE, document=document).exists():
        return False
    frame = draw_present(script.seed, script, plan, grounds)
    title = plan.name.removeprefix("Quy hoạch chung ")
    entry = ThemeEntry(
        CURRENT_USE, f"Hiện trạng sử dụng đất {title} (minh họa)", document, SINCE, SCALE, illustrative=True
    )
    drawn = shapely.to_wkb(frame.geometry.to_numpy())
    digest = hashlib.sha256(b"".join(drawn.tolist())).hexdigest()
    source = Source(f"{plan.key}-hien-trang", digest, sum(map(len, drawn)))
    version = store_theme(current_lake(), frame, entry, source, timezone.now())
    record_theme(user, entry, version, None)
    return True
