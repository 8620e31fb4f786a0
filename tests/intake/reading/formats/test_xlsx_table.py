"""Excel tables of corners, as offices make them."""

from __future__ import annotations

import re
import zipfile

import openpyxl
import pytest

from dothi.base.errors import UnusableError

CORNERS = [(1722000.5, 577000.5), (1722100.5, 577000.5), (1722100.5, 577200.5)]


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Thửa 1"
    sheet.append(["BẢNG KÊ TỌA ĐỘ GÓC RANH"])
    sheet.append(["Số hiệu điểm", "Tọa độ VN-2000", None, "Cạnh (m)"])
    sheet.append([None, "X (m)", "Y (m)", None])
    for number, (x, y) in enumerate(CORNERS, start=1):
        sheet.append([number, x, y, 10])
    return made, tmp_path / "toado.xlsx"


def test_a_heading_of_two_lines(book, read_here, layer_of) -> None:
    made, path = book
    made.save(path)
    layer = layer_of(read_here(path))
    assert (layer.name, layer.driver, layer.where) == ("toado", "XLSX", "toado.xlsx")
    assert layer.frame.area.iloc[0] == 10_000
    assert layer.frame["so_dinh"].iloc[0] == 3


def test_sheets_are_layers_and_hidden_ones_are_told(book, read_here, codes_of) -> None:
    made, path = book
    made.create_sheet("Chỉ tiêu").append(["Mã", "Tên"])
    made["Chỉ tiêu"].append(["ODT", "Đất ở"])
    made.create_sheet("nháp").append(["X", "Y"])
    made["nháp"].sheet_state = "hidden"
    made.save(path)
    received = read_here(path)
    assert [loaded.layer.name for loaded in received.layers] == ["Thửa 1", "Chỉ tiêu"]
    assert codes_of(received) == ["intake.hidden-sheet"]


def test_a_formula_without_result_is_no_coordinate(book, read_here, layer_of, codes_of) -> None:
    made, path = book
    made.active.append([4, "=B5", "=C5", 10])
    made.save(path)
    received = read_here(path)
    assert layer_of(received).frame["so_dinh"].iloc[0] == 3
    assert codes_of(received) == ["intake.formula", "intake.coordinates"]
    assert ["dòng 7" in item.reason.vi for item in received.skipped] == [True, True]


def test_the_last_result_of_a_formula_is_its_value(book, tmp_path, read_here, layer_of, codes_of) -> None:
    """As Excel saves it: the formula and its result, put beside it in the sheet's XML."""
    made, path = book
    made.active["B4"] = "=1722000+0.5"
    made.save(path)
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert content.count(b"<v/>") + content.count(b"<v></v>") + content.count(b"<v />") == 1
                content = re.sub(rb"<v ?/>|<v></v>", b"<v>1722000.5</v>", content)
            after.writestr(name, content)
    received = read_here(tmp_path / "b.xlsx")
    assert layer_of(received).frame.area.iloc[0] == 10_000
    assert codes_of(received) == []


def test_x_and_y_against_the_convention_are_told_and_kept(tmp_path, read_here, layer_of) -> None:
    made = openpyxl.Workbook()
    made.active.append(["Điểm", "X", "Y"])
    for number, (x, y) in enumerate(CORNERS, start=1):
        made.active.append([number, y, x])
    made.save(tmp_path / "a.xlsx")
    received = read_here(tmp_path / "a.xlsx")
    assert layer_of(received).frame.geometry.iloc[0].bounds == (1722000.5, 577000.5, 1722100.5, 577200.5)
    assert [(g.kind, g.taken_as) for g in received.guesses] == [("axis_order", "X = east, Y = north")]


def test_what_is_no_workbook_is_refused(tmp_path, read_here) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04" + b"\x00" * 100)
    with pytest.raises(UnusableError):
        read_here(tmp_path / "a.xlsx")
