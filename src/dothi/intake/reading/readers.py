"""All readers, found by folder: a module of ``reading.formats`` with a ``READER`` is one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from dothi.intake.reading import formats
from dothi.intake.reading.reader import Reader


@cache
def readers() -> tuple[Reader, ...]:
    """Every reader, in the order in which they are asked."""
    found: list[Reader] = []
    for module in pkgutil.iter_modules(formats.__path__):
        loaded = importlib.import_module(f"{formats.__name__}.{module.name}")
        reader = getattr(loaded, "READER", None)
        if isinstance(reader, Reader):
            found.append(reader)
    return tuple(sorted(found, key=lambda reader: (reader.rank, reader.key)))


def read_with(path: Path, name: str) -> bool:
    """Whether a file called ``name`` beside ``path`` is read with it, as ``.dbf`` with a shapefile."""
    ending, lowered = path.suffix.lower(), name.lower()
    kinds = [reader for reader in readers() if ending in reader.endings]
    parts = {
        (head + end).lower() for head in (path.stem, path.name) for kind in kinds for end in kind.sidecars
    }
    companions = tuple(end.lower() for kind in kinds for end in kind.companions)
    return lowered in parts or (bool(companions) and lowered.endswith(companions))
