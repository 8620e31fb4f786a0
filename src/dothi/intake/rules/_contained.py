"""What the three rules of containment share: one look at the boundary, and a finding for one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import shapely

from dothi.intake.checking.batch import Batch, Words, in_order
from dothi.intake.checking.containment import Place
from dothi.intake.checking.rings import Floats
from dothi.intake.checking.saying import amount
from dothi.intake.checking.subject import Subject
from dothi.intake.findings import Severity

_UNITS = ("m", "m", "m²")


def containment_batch(
    subject: Subject,
    place: Place,
    *,
    code: str,
    severity: Severity,
    told: Callable[[str, str], tuple[str, str]],
    remedy: tuple[str, str],
) -> Iterator[Batch]:
    """Findings for features at ``place``, by kind; ``told`` gets the size outside and its reach."""
    assert subject.measuring is not None
    rows, lies = subject.contained
    for dimension, unit in enumerate(_UNITS):
        chosen = np.flatnonzero((lies.place == place) & (subject.dimensions[rows] == dimension))
        if not len(chosen):
            continue
        outer, reach = lies.outer[chosen], lies.reach[chosen]
        size = (reach, shapely.length(outer), shapely.area(outer))[dimension]

        def words(row: int, size: Floats = size, reach: Floats = reach, unit: str = unit) -> Words:
            sizes = ((amount(size[row], unit, one), amount(reach[row], "m", one)) for one in ("vi", "en"))
            vietnamese, english = (told(*both) for both in sizes)
            return Words(vietnamese[0], english[1], *remedy)

        batch = Batch(
            code=code,
            severity=severity,
            layer=subject.name,
            ids=subject.ids[rows[chosen]],
            words=words,
            crs=subject.crs,
            measure=size,
            unit=unit,
            geometry=subject.measuring.back(outer),
        )
        yield in_order(batch, subject.rank[rows[chosen]])
