"""A whole dossier without a fault, made once and copied, and ways of planting one fault in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from openpyxl import load_workbook

from dothi.base.errors import Fault
from dothi.intake.dossier.check import DossierAnswer, check_dossier
from dothi.intake.dossier.datasets import PlanLayer
from dothi.intake.dossier.facts import Decision, PlanFacts
from dothi.intake.dossier.layout import Layout, layout_on
from dothi.intake.dossier.vectors import Reader
from dothi.intake.dossier.write import export_dossier
from dothi.intake.layers import Layer, Reading, Skipped, Table
from dothi.law import Law, load_law

TODAY = date(2026, 11, 25)
CODE = "48QPK0000007"
INFORMATION = "482621012345"
PDF = b"%PDF-1.7\n%%EOF\n"

FACTS = PlanFacts(
    "Quy hoạch phân khu An Mỹ",
    "QPK",
    2000,
    CODE,
    INFORMATION,
    Decision("12/QĐ-UBND", date(2026, 1, 5)),
    Decision("99/QĐ-UBND", date(2026, 8, 5)),
    "Viện Quy hoạch A",
    "UBND thành phố",
    "Đã phê duyệt",
    "Phường Tam Kỳ",
    "UBND phường",
)

Frame = gpd.GeoDataFrame
Change = Callable[[Frame], Frame]


def in_process(folder: Path) -> Reading:
    """Read the GeoPackages, geodatabases and shapefiles of a folder right here, which is quick."""
    layers: list[Layer] = []
    tables: list[Table] = []
    skipped: list[Skipped] = []
    for path in sorted(folder.rglob("*")):
        where = path.relative_to(folder.parent).as_posix()
        if path.suffix not in {".gpkg", ".gdb", ".shp", ".fgb"}:
            continue
        try:
            listed = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
        except pyogrio.errors.DataSourceError as error:
            skipped.append(Skipped(where, Fault("test.unreadable", str(error), str(error), where)))
            continue
        for name, kind in listed:
            frame = pyogrio.read_dataframe(path, layer=name, fid_as_index=True)
            if kind is None:
                tables.append(Table(name, frame, where=where))
            else:
                layers.append(Layer(name, gpd.GeoDataFrame(frame), where=where))
    return Reading(folder.name, tuple(layers), skipped=tuple(skipped), tables=tuple(tables))


@pytest.fixture(scope="session")
def here() -> Reader:
    """A reader without a process of its own; tests that say so, and the command's, use the real one."""
    return in_process


@pytest.fixture(scope="session")
def law() -> Law:
    return load_law()


@pytest.fixture(scope="session")
def layout(law: Law) -> Layout:
    return layout_on(law, TODAY)


def zones() -> Frame:
    columns = {"tenDoiTuong": ["Ô 1", "Ô 2", "Ô 3"], "phanLoai": ["DAT_Coquan", "DAT_Dichvu", None]}
    boxes = [shapely.box(n * 100, 0, n * 100 + 100, 80) for n in range(3)]
    return gpd.GeoDataFrame(columns, geometry=boxes, crs=5899)


def roads() -> Frame:
    return gpd.GeoDataFrame(geometry=[shapely.LineString([(0, 80), (300, 80)])], crs=5899)


def markers() -> Frame:
    return gpd.GeoDataFrame(geometry=[shapely.Point(0, 0), shapely.Point(300, 0)], crs=5899)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory, law: Law) -> Path:
    """The dossier that is copied; nobody changes it."""
    folder = tmp_path_factory.mktemp("whole")
    scans = [folder / "ban-ve.pdf", folder / "quyet-dinh.pdf", folder / "goc.dwg"]
    for path in scans:
        path.write_bytes(PDF)
    documents = {"scan-drawings": scans[:1], "scan-texts": scans[1:2], "basic-drawings": scans[2:]}
    layers = [
        PlanLayer("ChucNangSuDungDat_A", zones()),
        PlanLayer("MangLuoiGiaoThongDuongBo_L", roads()),
        PlanLayer("MocGioiQuyHoach_P", markers()),
        PlanLayer("ChucNangSuDungDat_A", zones(), "gis-current"),
    ]
    return export_dossier(FACTS, layers, folder, law, TODAY, documents=documents)


class Dossier:
    """A copy that a test may spoil, and what a check then finds."""

    def __init__(self, root: Path, law: Law) -> None:
        self.root, self.law = root, law

    @property
    def workbook(self) -> Path:
        return self.root / "HoSoScan" / f"{CODE}.xlsx"

    @property
    def planned(self) -> Path:
        return self.root / "HoSoGIS" / "QuyHoach.gpkg"

    def check(self, day: date = TODAY, reader: Reader = in_process) -> DossierAnswer:
        return check_dossier(self.root, self.law, day, reader)

    def found(self, day: date = TODAY, reader: Reader = in_process) -> dict[str, str]:
        """Code without its group, and severity, of everything found."""
        findings = self.check(day, reader).findings
        assert all(f.code.startswith("dossier.") and f.message and f.message_en for f in findings)
        return {f.code.removeprefix("dossier."): f.severity.value for f in findings}

    def put(self, path: str, content: bytes = b"x") -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    def cells(self, change: Callable[[Any], object]) -> None:
        """Change the metadata workbook."""
        book = load_workbook(self.workbook)
        change(book)
        book.save(self.workbook)

    def value(self, heading: str, value: Any) -> None:
        """Write one metadata field."""

        def change(book: Any) -> None:
            sheet = book["HoSo"]
            column = next(cell.column for cell in sheet[1] if cell.value == heading)
            sheet.cell(2, column).value = value

        self.cells(change)

    def layers(self, change: Callable[[str, Frame], tuple[str, Frame]], path: Path | None = None) -> None:
        """Write every layer of a file anew, changed."""
        path = path or self.planned
        read = [(name, pyogrio.read_dataframe(path, layer=name)) for name, _ in pyogrio.list_layers(path)]
        path.unlink()
        for name, frame in read:
            new_name, changed = change(str(name), frame)
            pyogrio.write_dataframe(changed, path, layer=new_name, driver="GPKG")

    def zones(self, change: Change) -> None:
        """Write the plan's land functions anew, changed."""
        self.layers(
            lambda name, frame: (name, change(frame) if name == "ChucNangSuDungDat_A" else frame),
        )


@pytest.fixture
def dossier(tmp_path: Path, whole: Path, law: Law) -> Dossier:
    root = tmp_path / "in" / whole.name
    shutil.copytree(whole, root)
    return Dossier(root, law)
