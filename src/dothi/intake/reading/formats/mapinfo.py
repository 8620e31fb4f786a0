"""MapInfo TAB and MIF; text of the character set "Neutral" is bytes of an encoding nobody declared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from dothi.base.errors import Fault, UnusableError
from dothi.intake.reading.ogr import Opening, read_layers
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("MapInfo (.tab, .mif)", "MapInfo (.tab, .mif)")
_PARTS = (".dat", ".map", ".id", ".ind", ".dbf", ".mid", ".tda", ".tin", ".tma")
_ELSEWHERE = re.compile(rb'(?:file|table)\s+"?(?:[a-z]:|[\\/]|[^"\r\n]*\.\.[\\/])', re.IGNORECASE)
_CHARSET = re.compile(rb'charset\s+"?([A-Za-z0-9_-]+)', re.IGNORECASE)


def _recognises(path: Path, head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if path.suffix.lower() == ".tab":
        return start.startswith(b"!table") and b"raster" not in start
    return path.suffix.lower() == ".mif" and start.startswith((b"version", b"charset", b"columns"))


def _read(source: Source) -> Iterator[Part]:
    with source.path.open("rb") as stream:
        head = stream.read(1 << 20)
    if source.path.suffix.lower() == ".tab" and _ELSEWHERE.search(head):
        raise UnusableError(_leads_away(source))
    charset = _CHARSET.search(head)
    if charset is None or charset[1].lower() == b"neutral":
        yield from read_layers(source, Opening(_TITLE, "MapInfo File", "", raw_text=True))
    else:
        yield from read_layers(source, Opening(_TITLE, "MapInfo File"))


def _leads_away(source: Source) -> Fault:
    return Fault(
        "intake.tab-elsewhere",
        "Tệp .tab này trỏ tới tệp ở thư mục khác nên không đọc",
        "This .tab points to files in another folder, so it is not read",
        source.where,
        "Trong MapInfo chọn Save Copy As để có bảng đầy đủ rồi gửi lại",
        "In MapInfo choose Save Copy As to get a whole table, and resend",
    )


READER = Reader("mapinfo", *_TITLE, (".tab", ".mif"), _recognises, _read, sidecars=_PARTS)
