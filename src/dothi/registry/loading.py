"""Everything a province brings along, in the order in which one needs the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from dothi.places.pack import read_pack
from dothi.registry.audit import trail
from dothi.registry.bodies.services import sync_from_law
from dothi.registry.lawbook import current_law
from dothi.registry.places.services import load_province
from dothi.registry.programmes.adopting import Adoption
from dothi.registry.programmes.importing import import_programme
from dothi.registry.sources.models import Source

Report = Callable[[int, int], None]


def load_everything(folder: Path, report: Report) -> None:
    """Load units, people and towns, then bodies, then programmes; the same pack twice changes nothing.

    Programmes are read by the reader and kept as it read them, marked as not yet reviewed. Each of the three
    is one transaction: a run that broke off is simply repeated.
    """
    load_province(folder, lambda done, total: report(done, total + 2))
    with transaction.atomic():
        recorded, withdrawn = sync_from_law(current_law().tables["bodies"].every_row)
        if recorded or withdrawn:
            details = {"recorded": recorded, "withdrawn": withdrawn}
            trail.record(None, "bodies.law-loaded", "bodies:law", details)
    report(5, 6)
    for text in read_pack(folder).programmes:
        source = Source.objects.get(key=text.source)
        given = Adoption(text.start, text.title_vi, text.title_en, source=source)
        import_programme(text.key, text.path.name, text.path.read_bytes(), given)
    report(6, 6)
