"""Kinds of file that are known and not read, each with a sentence of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dothi.base.errors import Fault

_VIRTUAL = (
    b"<OGRVRT",
    b"<VRTDATASET",
    b"<GDAL_WMS",
    b"<WMS_",
    b"<WMTS",
    b"<OGRWFS",
    b"<WCS_GDAL",
    b"<GDALTILEINDEX",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Refused:
    """A kind of file that is not read. ``spatial`` tells that a planner will miss something."""

    code: str
    recognises: Callable[[Path, bytes], bool]
    vi: str
    en: str
    remedy_vi: str
    remedy_en: str
    spatial: bool = True

    def fault(self, where: str) -> Fault:
        """The refusal of one file."""
        return Fault(self.code, self.vi, self.en, where, self.remedy_vi, self.remedy_en)


def refusal(path: Path, head: bytes, where: str) -> Fault:
    """Say why a file that no reader knows is not read."""
    for kind in KINDS:
        if kind.recognises(path, head):
            return kind.fault(where)
    return Fault(
        "intake.unknown-kind",
        "Không nhận ra định dạng của tệp",
        "The format of the file is not known",
        where,
        "Gửi GeoPackage, shapefile, GeoJSON, DXF, MapInfo, DGN, KML, GML hoặc bảng tọa độ",
        "Send one of: GeoPackage, shapefile, GeoJSON, DXF, MapInfo, DGN, KML, GML, a table of coordinates",
    )


def _ending(*endings: str) -> Callable[[Path, bytes], bool]:
    return lambda path, _head: path.suffix.lower() in endings


def _virtual(path: Path, head: bytes) -> bool:
    del path
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].upper()
    return any(name in start for name in _VIRTUAL)


KINDS: tuple[Refused, ...] = (
    Refused(
        "intake.virtual",
        lambda path, head: _virtual(path, head) or path.suffix.lower() in {".vrt", ".gti", ".gdalg"},
        "Tệp này không chứa dữ liệu mà chỉ trỏ tới tệp hoặc địa chỉ khác, nên không đọc",
        "This file holds no data and only points to other files or addresses, so it is not read",
        "Gửi chính dữ liệu mà nó trỏ tới",
        "Send the data it points to",
    ),
    Refused(
        "intake.rar",
        lambda path, head: (
            head.startswith((b"Rar!", b"7z\xbc\xaf")) or path.suffix.lower() in {".rar", ".7z"}
        ),
        "Tệp nén .rar hoặc .7z không đọc được",
        "Archives of the kinds .rar and .7z are not read",
        "Giải nén rồi nén lại thành .zip",
        "Unpack it and pack it again as .zip",
    ),
    Refused(
        "intake.dgn8",
        lambda path, head: path.suffix.lower() == ".dgn" and head.startswith(_OLE),
        "Tệp DGN là phiên bản V8; chỉ đọc được DGN V7",
        "The DGN file is of version 8; only version 7 can be read",
        "Trong MicroStation chọn Save As, kiểu DGN V7 hoặc DXF, rồi gửi lại",
        "In MicroStation choose Save As, type DGN V7 or DXF, and resend",
    ),
    Refused(
        "intake.geodatabase-personal",
        _ending(".mdb", ".accdb"),
        "Cơ sở dữ liệu Access (.mdb) không đọc được",
        "Access databases (.mdb) are not read",
        "Trong ArcGIS xuất sang File Geodatabase (.gdb) hoặc shapefile",
        "In ArcGIS export to a file geodatabase (.gdb) or shapefile",
    ),
    Refused(
        "intake.project",
        _ending(".mxd", ".aprx", ".qgz", ".qgs", ".wor", ".lyr", ".lyrx", ".qml", ".sld"),
        "Đây là tệp trình bày bản đồ, không chứa dữ liệu",
        "This file describes how a map looks and holds no data",
        "Gửi các tệp dữ liệu mà bản đồ dùng",
        "Send the data that the map uses",
        spatial=False,
    ),
    Refused(
        "intake.old-workbook",
        lambda path, head: (
            path.suffix.lower() in {".xls", ".xlsb"} and head[:2] in {_OLE[:2], b"PK", b"\t\x08"}
        ),
        "Bảng tính Excel cũ (.xls) không đọc được",
        "Old Excel workbooks (.xls) are not read",
        "Lưu lại thành .xlsx hoặc .csv",
        "Save it as .xlsx or .csv",
    ),
    Refused(
        "intake.document",
        lambda path, head: (
            path.suffix.lower()
            in {
                ".pdf",
                ".doc",
                ".docx",
                ".ppt",
                ".pptx",
                ".odt",
                ".txt",
                ".md",
                ".rtf",
                ".htm",
                ".html",
                ".xml",
            }
            or head.startswith(b"%PDF")
        ),
        "Đây là văn bản, không phải dữ liệu bản đồ",
        "This is a document, not map data",
        "",
        "",
        spatial=False,
    ),
    Refused(
        "intake.picture",
        _ending(".png", ".jpg", ".jpeg", ".bmp", ".gif", ".ecw", ".sid", ".jp2", ".webp"),
        "Đây là hình ảnh không có tọa độ, hoặc ở định dạng ảnh không đọc được",
        "This is a picture without coordinates, or of a kind that is not read",
        "Lưu bản đồ ảnh dưới dạng GeoTIFF",
        "Save a scanned map as GeoTIFF",
        spatial=False,
    ),
    Refused(
        "intake.workbook",
        _ending(".xlsx", ".xlsm", ".csv", ".tsv", ".ods"),
        "Bảng không có cột tọa độ nào nhận ra được, hoặc không mở được",
        "The table has no column of coordinates that could be told, or cannot be opened",
        "Dòng tiêu đề cần có X và Y (X là hướng bắc, Y là hướng đông), mỗi đỉnh một dòng",
        "The heading needs X and Y (X is north, Y is east), one corner to a line",
        spatial=False,
    ),
)
"""Asked in order, after every reader has passed the file over."""
