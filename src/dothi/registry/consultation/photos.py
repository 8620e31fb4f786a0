"""Photographs to a statement: encoded anew from their pixels, so that nothing else of the file is kept.

Where and with what a picture was taken stands in its metadata (EXIF, XMP, IPTC); only the way it was held is
read from there, to turn it upright. The first file is never written to disk.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import rasterio
from rasterio.enums import ColorInterp, Resampling
from rasterio.errors import NotGeoreferencedWarning, RasterioError
from rasterio.io import MemoryFile

from dothi.registry.consultation.refusals import refusal

MOST = 4
"""Pictures to one statement."""
MOST_BYTES = 12 * 1024**2
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 1600
QUALITY = 82
_DRIVERS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_TURNS: dict[str, tuple[int, bool]] = {
    "2": (0, True),
    "3": (2, False),
    "4": (2, True),
    "5": (3, True),
    "6": (3, False),
    "7": (1, True),
    "8": (1, False),
}
"""EXIF orientation: quarter turns to the left, then mirrored left to right."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as it is kept: JPEG of three colours."""

    content: bytes
    width: int
    height: int


def encode_photo(content: bytes, where: str = "photos") -> Encoded:
    """Read a JPEG or PNG and write its pixels as a new JPEG, upright, its longer side 1,600 at most.

    Raises :class:`InputError`: ``consultation.photo-large``, ``…photo-kind``, ``…photo-broken``.
    """
    if len(content) > MOST_BYTES:
        raise _too_large(where)
    driver = next((name for magic, name in _DRIVERS.items() if content.startswith(magic)), "")
    if not driver:
        raise refusal(
            "photo-kind",
            where,
            "Ảnh phải là JPEG hoặc PNG",
            "A picture has to be JPEG or PNG",
            ("Lưu ảnh thành JPEG rồi gửi lại", "Save it as JPEG and send it again"),
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        try:
            return _written(_pixels(content, driver, where))
        except (RasterioError, ValueError, MemoryError) as error:
            raise refusal(
                "photo-broken",
                where,
                "Ảnh bị hỏng, không đọc được",
                "The picture is damaged and cannot be read",
                ("Mở ảnh, lưu lại rồi gửi", "Open it, save it again and send that"),
            ) from error


def _pixels(content: bytes, driver: str, where: str) -> Any:
    """Rows × columns × three colours, upright, made smaller while it is read."""
    with MemoryFile(content) as memory, memory.open(driver=driver) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_large(where)
        scale = min(1.0, LONGEST_SIDE / max(picture.width, picture.height))
        size = (max(1, round(picture.height * scale)), max(1, round(picture.width * scale)))
        palette = picture.colorinterp[0] is ColorInterp.palette
        sampling = Resampling.nearest if palette else Resampling.average
        bands = picture.read(out_shape=(picture.count, *size), resampling=sampling)
        colours = _coloured(picture, bands) if palette else _three(bands)
        held = picture.tags().get("EXIF_Orientation", "1")
    turns, mirrored = _TURNS.get(held, (0, False))
    upright = np.rot90(colours, turns)
    return np.fliplr(upright) if mirrored else upright


def _coloured(picture: Any, bands: Any) -> Any:
    table = np.zeros((256, 3), dtype=np.uint8)
    for value, colour in picture.colormap(1).items():
        table[value] = colour[:3]
    return table[bands[0]]


def _three(bands: Any) -> Any:
    """Grey becomes three equal colours, transparency white, sixteen bits eight."""
    values = (bands // 257).astype(np.uint8) if bands.dtype == np.uint16 else bands.astype(np.uint8)
    colours = values[:3] if len(values) >= 3 else np.repeat(values[:1], 3, axis=0)
    if len(values) in {2, 4}:
        alpha = values[-1].astype(np.float32) / 255
        colours = (colours * alpha + 255 * (1 - alpha)).astype(np.uint8)
    return np.moveaxis(colours, 0, -1)


def _written(pixels: Any) -> Encoded:
    height, width, _ = pixels.shape
    with rasterio.Env(GDAL_PAM_ENABLED="NO"), MemoryFile() as memory:
        profile = {"driver": "JPEG", "width": width, "height": height, "count": 3, "dtype": "uint8"}
        with memory.open(**profile, QUALITY=QUALITY) as target:
            target.write(np.ascontiguousarray(np.moveaxis(pixels, -1, 0)))
        return Encoded(bytes(memory.getbuffer()), width, height)


def _too_large(where: str) -> Exception:
    return refusal(
        "photo-large",
        where,
        f"Ảnh lớn hơn {MOST_BYTES // 1024**2} MB hoặc {MOST_PIXELS // 1_000_000} triệu điểm ảnh",
        f"The picture is larger than {MOST_BYTES // 1024**2} MB or {MOST_PIXELS // 1_000_000} million pixels",
        ("Thu nhỏ ảnh rồi gửi lại", "Make it smaller and send it again"),
    )
