"""What the reading process hands over: Arrow files and one manifest. This is the writing side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from dothi.base.errors import Fault, UnusableError
from dothi.intake.layers import Guess, Skipped
from dothi.intake.reading.hygiene import Noticed, cleaned
from dothi.intake.reading.reader import Part, RawLayer, RawRaster, Source
from dothi.intake.sandbox.limits import Limits

MANIFEST = "manifest.json"


class Handover:
    """The writing side, inside the reading process."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._features = 0
        self._vertices = 0
        self.layers: list[dict[str, Any]] = []
        self.rasters: list[dict[str, Any]] = []
        self.skipped: list[Skipped] = []
        self.guesses: list[Guess] = []

    def add(self, part: Part, source: Source) -> None:
        """Write one part; layers are drained here."""
        if isinstance(part, RawLayer):
            self._layer(part, source)
        elif isinstance(part, RawRaster):
            told = asdict(part)
            self.rasters.append({**told, "path": str(part.path), "where": source.where})
        elif isinstance(part, Skipped):
            self.skipped.append(part)
        else:
            self.guesses.append(part)

    def finish(self, isolation: Mapping[str, bool], faults: Iterable[Fault] = (), code: str = "") -> None:
        """Write the manifest, last of all; ``faults`` end the reading as a refusal of class ``code``."""
        told = {
            "isolation": dict(isolation),
            "refusal": code,
            "faults": [asdict(fault) for fault in faults],
            "layers": self.layers,
            "rasters": self.rasters,
            "skipped": [asdict(item) for item in self.skipped],
            "guesses": [asdict(item) for item in self.guesses],
        }
        waiting = self._folder / f"{MANIFEST}.part"
        waiting.write_bytes(json.dumps(told, ensure_ascii=False).encode("utf-8", errors="replace"))
        waiting.rename(self._folder / MANIFEST)

    def _layer(self, raw: RawLayer, source: Source) -> None:
        if len(raw.columns) > self._limits.columns:
            raise _too_many(source, "trường", "fields", self._limits.columns)
        noticed = Noticed()
        rows = 0
        file = f"{len(self.layers):04d}.arrow"
        writer: pa.RecordBatchFileWriter | None = None
        try:
            for batch in raw.batches:
                plain = cleaned(batch, noticed, raw_text=raw.raw_text)
                rows += plain.num_rows
                self._check(source, rows, noticed.vertices)
                writer = writer or pa.ipc.new_file(str(self._folder / file), plain.schema)
                writer.write_batch(plain)
                source.progress(raw.name, rows, raw.total)
        finally:
            if writer is not None:
                writer.close()
        self._features += rows
        self._vertices += noticed.vertices
        where = source.where if raw.name == source.name else f"{source.where}, {raw.name}"
        self.skipped += [Skipped(raw.name, fault) for fault in noticed.faults(where, raw.columns)]
        told = asdict(replace(raw, batches=()))
        self.layers.append({**told, "file": file if writer else "", "rows": rows, "where": source.where})

    def _check(self, source: Source, rows: int, vertices: int) -> None:
        if self._features + rows > self._limits.features:
            raise _too_many(source, "đối tượng", "features", self._limits.features)
        if self._vertices + vertices > self._limits.vertices:
            raise _too_many(source, "đỉnh", "vertices", self._limits.vertices)


def _too_many(source: Source, vi: str, en: str, most: int) -> UnusableError:
    return UnusableError(
        Fault(
            "intake.too-many",
            f"Nhiều hơn {most} {vi}, quá giới hạn của một lần đọc",
            f"More than {most} {en}, the bound of one reading",
            source.where,
            "Chia tệp thành nhiều phần, hoặc chỉ đọc lớp cần dùng",
            "Split the file, or read only the layer that is needed",
        )
    )
