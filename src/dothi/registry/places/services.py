"""Loading a province pack into the register: all or nothing, and the same pack twice changes nothing."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from dothi.places.pack import ProvincePack, read_pack
from dothi.registry.audit import trail
from dothi.registry.dated import Dated
from dothi.registry.observations.models import Observation
from dothi.registry.places.classes import ClassDecision, record_class_decision, withdraw_class
from dothi.registry.places.models import Alias, Pack, Town, TownClass, TownUnit, Unit, UnitLink
from dothi.registry.places.pack_rows import Rows
from dothi.registry.sources.models import Source

Report = Callable[[int, int], None]
_PACK_SPACE = uuid.UUID("8d2f4c0e-5a57-4a6f-9b63-3f5f5d1f0a49")
_RECORD_TIME = {
    "id", "recorded_at", "withdrawn_at", "entered_at", "changed_at", "decided_at", "version",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: rows recorded and rows withdrawn, by table; none of either when nothing was new."""

    pack: str
    recorded: dict[str, int]
    withdrawn: dict[str, int]

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return bool(self.recorded or self.withdrawn)


def _silent(_done: int, _total: int) -> None:
    return


def load_province(folder: Path, report: Report = _silent) -> LoadReport:
    """Read the pack in ``folder`` and record what is new in it, in one transaction.

    Rows of an earlier version of the same pack that the new one no longer holds are withdrawn, not deleted,
    so ``as_known_on`` still answers. Rows that the office entered are never touched. Raises what
    :func:`dothi.places.pack.read_pack` raises, and then nothing has been written.
    """
    report(0, 4)
    pack = read_pack(folder)
    report(1, 4)
    with transaction.atomic():
        stored = Pack.objects.select_for_update().filter(key=pack.key).first()
        if stored is not None and stored.digest == pack.digest:
            report(4, 4)
            return LoadReport(pack.key, {}, {})
        result = _record(pack, report)
        _store(pack, stored)
        trail.record(
            None,
            "places.pack-loaded",
            f"pack:{pack.key}",
            {"digest": pack.digest, "recorded": result.recorded, "withdrawn": result.withdrawn},
        )
    report(4, 4)
    return result


def census_batch(pack: str, day: date) -> uuid.UUID:
    """Number under which the census rows of a pack are kept together."""
    return uuid.uuid5(_PACK_SPACE, f"{pack} {day.isoformat()}")


def _record(pack: ProvincePack, report: Report) -> LoadReport:
    moment = timezone.now()
    rows = Rows(pack, _record_sources(pack))
    recorded: Counter[str] = Counter()
    withdrawn: Counter[str] = Counter()

    def sync(standing: Any, wanted: Iterable[Dated]) -> None:
        name = standing.model._meta.label  # noqa: SLF001
        added, removed = _sync(standing, list(wanted), moment)
        recorded.update({name: added} if added else {})
        withdrawn.update({name: removed} if removed else {})

    for model, wanted in (
        (Unit, rows.units()),
        (UnitLink, rows.links()),
        (Alias, rows.aliases()),
        (Town, rows.towns()),
        (TownUnit, rows.town_units()),
    ):
        sync(model.objects.as_known_on().filter(pack=pack.key), wanted)
    report(2, 4)
    for table in pack.censuses:
        batch = census_batch(pack.key, table.day)
        sync(Observation.objects.as_known_on().filter(batch=batch), rows.people(table, batch, moment))
    report(3, 4)
    _sync_classes(pack, rows, recorded, withdrawn)
    return LoadReport(pack.key, dict(recorded), dict(withdrawn))


def _store(pack: ProvincePack, stored: Pack | None) -> None:
    row = stored or Pack(key=pack.key)
    row.title, row.title_en, row.digest = pack.title_vi, pack.title_en, pack.digest
    row.home = list(pack.home)
    row.changes = [
        {"day": item.day.isoformat(), "vi": item.title_vi, "en": item.title_en, "source": item.source}
        for item in pack.changes
    ]
    row.west, row.south, row.east, row.north = pack.extent
    row.loaded_at = timezone.now()
    row.save()


def _record_sources(pack: ProvincePack) -> dict[str, Source]:
    sources = {}
    for item in pack.sources:
        sources[item.key], _ = Source.objects.update_or_create(
            key=item.key,
            defaults={
                "title": item.title,
                "title_en": item.title_en,
                "issuer": item.issuer,
                "number": item.number,
                "issued_on": item.issued_on,
                "url": item.url,
                "licence": item.licence,
                "confidence": item.confidence,
                "note": item.note,
            },
        )
    return sources


def _sync(standing: Any, wanted: list[Dated], moment: datetime) -> tuple[int, int]:
    """Make the standing rows equal the wanted ones: withdraw what is gone, record what is new."""
    kept: defaultdict[str, list[int]] = defaultdict(list)
    for row in standing:
        kept[_content(row)].append(row.pk)
    fresh = []
    for row in wanted:
        same = kept.get(_content(row))
        if same:
            same.pop()
        else:
            row.recorded_at = moment
            fresh.append(row)
    gone = [number for numbers in kept.values() for number in numbers]
    standing.model.objects.filter(pk__in=gone).update(withdrawn_at=moment)
    standing.model.objects.bulk_create(fresh, batch_size=200)
    return len(fresh), len(gone)


def _content(row: Dated) -> str:
    """Digest of everything a row says, leaving out when it was recorded."""
    digest = hashlib.sha256()
    for field in row._meta.concrete_fields:  # noqa: SLF001
        if field.name not in _RECORD_TIME:
            digest.update(f"{field.name}={_plain(field, getattr(row, field.attname))};".encode())
    return digest.hexdigest()


def _plain(field: Any, value: Any) -> str:
    places = getattr(field, "decimal_places", None)
    if places is not None and value is not None:
        return f"{value:.{places}f}"
    return repr(str(value)) if isinstance(value, str) else repr(value)


def _sync_classes(pack: ProvincePack, rows: Rows, recorded: Counter[str], withdrawn: Counter[str]) -> None:
    wanted = {_class_key(item): item for item in rows.classes()}
    for row in TownClass.objects.as_known_on().filter(pack=pack.key).select_related("source"):
        decision = ClassDecision(
            row.town_key,
            row.rule_set,
            row.class_code,
            row.period.start,
            row.source,
            row.confidence,
            row.period.end,
            row.decision_number,
            row.decision_date,
        )
        if wanted.pop(_class_key(decision), None) is None:
            withdraw_class(None, row, "pack", pack=pack.key)
            withdrawn["places.TownClass"] += 1
    for decision in wanted.values():
        record_class_decision(None, decision, pack=pack.key)
        recorded["places.TownClass"] += 1


def _class_key(item: ClassDecision) -> tuple[Any, ...]:
    return (
        item.town_key, item.rule_set, item.class_code, item.start, item.end, item.source.key, item.confidence,
        item.number, item.day,
    )  # fmt: skip
