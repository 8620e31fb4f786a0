"""Photographs: a JPEG whose EXIF, written here byte by byte, tells a place comes out as pixels only."""

from __future__ import annotations

import struct
import warnings

import numpy as np
import pytest
import rasterio
from rasterio.io import MemoryFile

from dothi.base.errors import InputError
from dothi.registry.consultation import photos
from dothi.registry.consultation.photos import encode_photo

SECRET = b"15/1\x00GPS-BI-MAT"


def written(pixels: np.ndarray, driver: str = "JPEG", **more: object) -> bytes:
    bands, height, width = pixels.shape
    profile = {"driver": driver, "width": width, "height": height, "count": bands, "dtype": pixels.dtype}
    with warnings.catch_warnings(), rasterio.Env(GDAL_PAM_ENABLED="NO"), MemoryFile() as memory:
        warnings.simplefilter("ignore")
        with memory.open(**profile, **more) as target:
            target.write(pixels)
        return bytes(memory.getbuffer())


def opened(content: bytes) -> tuple[np.ndarray, dict[str, str]]:
    with warnings.catch_warnings(), MemoryFile(content) as memory:
        warnings.simplefilter("ignore")
        with memory.open(driver="JPEG") as picture:
            return picture.read(), {**picture.tags(), **picture.tags(ns="EXIF")}


def with_exif(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with an APP1 block: orientation, a GPS directory with a latitude, and a maker's words."""
    gps_at = 8 + 2 + 3 * 12 + 4
    words_at = gps_at + 2 + 2 * 12 + 4
    numbers_at = words_at + len(SECRET)
    main = struct.pack("<H", 3)
    main += struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    main += struct.pack("<HHII", 0x8825, 4, 1, gps_at)
    main += struct.pack("<HHII", 0x927C, 7, len(SECRET), words_at) + struct.pack("<I", 0)
    gps = struct.pack("<H", 2) + struct.pack("<HHI4s", 0x0001, 2, 2, b"N\0\0\0")
    gps += struct.pack("<HHII", 0x0002, 5, 3, numbers_at) + struct.pack("<I", 0)
    numbers = struct.pack("<6I", 15, 1, 33, 1, 54, 1)
    body = b"Exif\0\0" + b"II*\0" + struct.pack("<I", 8) + main + gps + SECRET + numbers
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + jpeg[2:]


@pytest.fixture(scope="module")
def corner() -> np.ndarray:
    """40 × 24 pixels, white with a black corner upper left."""
    pixels = np.full((3, 24, 40), 255, dtype=np.uint8)
    pixels[:, :12, :20] = 0
    return pixels


@pytest.mark.parametrize(
    ("orientation", "size", "dark"),
    [
        (1, (40, 24), (0, 0)),
        (3, (40, 24), (1, 1)),
        (6, (24, 40), (0, 1)),
        (8, (24, 40), (1, 0)),
        (2, (40, 24), (0, 1)),
    ],
)
def test_no_place_survives_and_the_picture_stands_upright(
    corner: np.ndarray, orientation: int, size: tuple[int, int], dark: tuple[int, int]
) -> None:
    """Orientation 6 is shown turned a quarter clockwise: what was upper left comes to be upper right."""
    sent = with_exif(written(corner, QUALITY=95), orientation)
    assert "EXIF_GPSLatitude" in opened(sent)[1]
    found = encode_photo(sent)
    pixels, tags = opened(found.content)
    assert (found.width, found.height) == size
    assert not any(name.startswith("EXIF") for name in tags)
    assert b"Exif" not in found.content
    assert SECRET not in found.content
    rows, columns = (found.height // 4, found.width // 4)
    quarters = {
        (row, column): pixels[0][(1 + 2 * row) * rows, (1 + 2 * column) * columns] < 60
        for row in (0, 1)
        for column in (0, 1)
    }
    assert [where for where, black in quarters.items() if black] == [dark]


def test_large_ones_are_made_smaller() -> None:
    found = encode_photo(written(np.zeros((3, 400, 3200), dtype=np.uint8)))
    assert (found.width, found.height) == (1600, 200)


def test_transparent_png_is_laid_on_white() -> None:
    pixels = np.zeros((4, 8, 8), dtype=np.uint8)
    found = encode_photo(written(pixels, "PNG"))
    assert opened(found.content)[0].min() > 250


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "photo-kind"),
        (b"GIF89a...", "photo-kind"),
        (b"<svg xmlns='x'/>", "photo-kind"),
        (b"\xff\xd8\xff" + b"\0" * 50, "photo-broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "photo-broken"),
        (b"\xff\xd8\xff" + b"\0" * photos.MOST_BYTES, "photo-large"),
    ],
)
def test_what_is_no_picture_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as refused:
        encode_photo(content)
    assert refused.value.code == f"consultation.{code}"


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_PIXELS", 24 * 40 - 1)
    with pytest.raises(InputError) as refused:
        encode_photo(written(np.zeros((3, 24, 40), dtype=np.uint8)))
    assert refused.value.code == "consultation.photo-large"
