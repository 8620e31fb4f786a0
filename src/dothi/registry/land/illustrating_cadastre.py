"""An invented cadastre for demonstrations: drawn when the invented plan that it follows begins to count."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import shapely
from django.utils import timezone

from dothi.illustration.parcels import CadastreScript, draw_parcels, read_cadastre_script
from dothi.intake.georeference.carry import WGS84, carrier
from dothi.lake import Source
from dothi.land.cadastre import Fields
from dothi.registry.jobs.work import enqueue
from dothi.registry.land.cadastre import CadastreEntry, record_cadastre, store_cadastre
from dothi.registry.land.models import ParcelLayer
from dothi.registry.places.models import Unit
from dothi.registry.plans.lake import current_lake, opened_layer
from dothi.registry.plans.models import PlanVersion
from dothi.registry.plans.placing import province_folder

ILLUSTRATE_KIND = "land.illustrate-parcels"


def hear_illustrative(version: PlanVersion, **_signal: Any) -> None:
    """Queue the parcels of an invented plan, in the transaction that makes it count."""
    if version.plan.illustrative and script_of(version) is not None:
        enqueue(ILLUSTRATE_KIND, {"version": version.pk}, None)


def script_of(version: PlanVersion) -> CadastreScript | None:
    """What parcels the province has for a plan; ``None`` where it has none."""
    folder = province_folder()
    scripts = read_cadastre_script(folder) if folder is not None else ()
    return next((one for one in scripts if one.plan == version.plan.key), None)


def publish_parcels(version: PlanVersion, now: datetime) -> ParcelLayer | None:
    """Draw the parcels of a plan and put them on record; ``None`` where they are, or cannot be, there."""
    script = script_of(version)
    layer = version.layers.filter(role="zones").first()
    if script is None or layer is None or ParcelLayer.objects.filter(title=script.title).exists():
        return None
    zones = opened_layer(layer.name).frame()
    ground = _outline(script.unit, zones.crs)
    if ground is None:
        return None
    parcels = draw_parcels(zones, ground, most=script.most, seed=script.seed)
    entry = CadastreEntry(script.title, script.document, script.start, illustrative=True)
    drawn_from = hashlib.sha256(f"{version.digest} {script.seed}".encode()).hexdigest()
    stored, found = store_cadastre(
        current_lake(),
        parcels,
        Fields("to", "thua", "dien_tich"),
        [script.unit] * len(parcels),
        entry=entry,
        source=Source(f"{script.plan} {version.number}", drawn_from, 0),
        now=now,
    )
    return record_cadastre(None, entry, stored, found)


def _outline(unit: str, crs: Any) -> Any:
    """The commune's outline on the map of the zones."""
    row = Unit.objects.as_known_on().filter(key=unit).exclude(outline=None).first()
    if row is None:
        return None
    return shapely.make_valid(shapely.transform(shapely.geometry.shape(row.outline), carrier(WGS84, crs)))


def illustrated_now(payload: dict[str, Any]) -> dict[str, Any]:
    """What the job does: parcels of the version that its payload names."""
    made = publish_parcels(PlanVersion.objects.get(pk=payload["version"]), timezone.now())
    return {"parcels": 0 if made is None else made.parcels}
