"""Tables in old encodings, made with tables that are not ours where there are any: those of iconv."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import geopandas as gpd
import pytest
import shapely

from dothi.base.legacy_text import to_viqr, to_vni
from dothi.intake.layers import Layer

PHRASES = [
    "Đất ở đô thị",
    "Đất giao thông",
    "phường Tam Kỳ",
    "Đất cây xanh công cộng",
    "xã Điện Bàn, thị xã",
    "m²/người",
    "Trụ sở cơ quan",
    "Hòa Khánh",
    "đường Nguyễn Tất Thành",
    "Ủy ban nhân dân",
]


def _iconv(text: str, to: str) -> bytes:
    return subprocess.run(["iconv", "-t", to], input=text.encode(), capture_output=True, check=True).stdout


def shown(text: str, encoding: str) -> str:
    """The text as a program on a western machine shows its bytes in an old encoding."""
    if encoding == "viqr":
        return to_viqr(text)
    if encoding == "vni":
        return to_vni(text)
    if encoding == "utf-8":
        return "".join(
            chr(b)
            if 0x80 <= b < 0xA0 and b in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
            else bytes([b]).decode("cp1252")
            for b in text.encode()
        )
    if encoding == "tcvn3":
        return _iconv(text.replace("Ủ", "ủ").replace("²", "2"), "TCVN5712-1").decode("latin-1")
    return _iconv(text.replace("²", "2"), "CP1258").decode("cp1252")


@pytest.fixture(scope="session")
def legacy() -> Callable[[str, str], str]:
    return shown


@pytest.fixture
def layer_with() -> Callable[..., Layer]:
    def make(name: str = "a", **columns: list[str | None]) -> Layer:
        rows = len(next(iter(columns.values())))
        frame = gpd.GeoDataFrame(columns, geometry=[shapely.Point(0, 0)] * rows)
        frame.index = frame.index[::-1] + 10
        frame.index.name = "feature"
        return Layer(name, frame, "windows-1252")

    return make


@pytest.fixture(scope="session")
def phrases() -> list[str]:
    return PHRASES
