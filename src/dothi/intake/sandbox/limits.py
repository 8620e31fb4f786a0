"""How much one file may take: memory, time, disk, files, and what an archive may unpack to."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading; a file that needs more is refused with a sentence naming the bound.

    ``memory`` is resident memory of the reading process and what it starts, in bytes; ``seconds`` is time by
    the clock, ``cpu_seconds`` processor time. ``file_bytes`` bounds the file read and every file written on
    the way, ``disk_bytes`` all that lies on disk for this reading at one time. ``unpacked_bytes`` and
    ``unpacked_files`` bound everything unpacked from archives together, ``depth`` how many archives may lie
    inside one another. ``features`` and ``vertices`` count a whole reading, ``columns`` one layer,
    ``entities`` one drawing after its blocks are taken apart.
    """

    memory: int = 2 * GIB
    seconds: float = 900.0
    cpu_seconds: int = 1800
    file_bytes: int = 8 * GIB
    disk_bytes: int = 16 * GIB
    open_files: int = 512
    unpacked_bytes: int = 4 * GIB
    unpacked_files: int = 20_000
    depth: int = 2
    features: int = 5_000_000
    vertices: int = 500_000_000
    columns: int = 2_000
    entities: int = 1_000_000
