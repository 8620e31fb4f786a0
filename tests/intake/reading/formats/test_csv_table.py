"""CSV and text tables: separators, encodings, corners, points, WKT, plain rows."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.base.errors import UnusableError
from dothi.intake.reading.formats.csv_table import _rows

TRIANGLE = [(1722000, 577000), (1722100, 577000), (1722100, 577200)]


def test_corners_with_decimal_commas(tmp_path, read_here, layer_of) -> None:
    lines = ["Số hiệu điểm;X (m);Y (m)", *(f"{i};{x},5;{y},5" for i, (x, y) in enumerate(TRIANGLE, start=1))]
    (tmp_path / "thua.csv").write_text("\n".join(lines), encoding="utf-8-sig")
    layer = layer_of(read_here(tmp_path / "thua.csv"))
    assert (layer.name, layer.driver, layer.encoding, layer.frame.crs) == ("thua", "CSV", "utf-8", None)
    assert layer.frame.area.iloc[0] == 100 * 200 / 2
    assert layer.frame.geometry.iloc[0].bounds == (577000.5, 1722000.5, 577200.5, 1722100.5)


@pytest.mark.parametrize("sign", ["\t", ",", "|", " "])
def test_separators(tmp_path, read_here, layer_of, sign) -> None:
    lines = [
        "Diem X Y".replace(" ", sign),
        *(sign.join(map(str, (i, x, y))) for i, (x, y) in enumerate(TRIANGLE)),
    ]
    (tmp_path / "a.txt").write_text("\n".join(lines))
    assert layer_of(read_here(tmp_path / "a.txt")).frame.area.iloc[0] == 10_000


def test_headings_and_text_in_tcvn3(tmp_path, read_here, layer_of) -> None:
    text = "§iÓm;B¾c;§«ng;Lo¹i ®Êt\n" + "\n".join(f"{i};{x};{y};§Êt ë" for i, (x, y) in enumerate(TRIANGLE))
    (tmp_path / "a.csv").write_bytes(text.encode("latin-1"))
    received = read_here(tmp_path / "a.csv")
    assert received.layers[0].byte_image
    frame = layer_of(received).frame
    assert frame.area.iloc[0] == 10_000
    assert list(frame["Lo¹i ®Êt"]) == ["§Êt ë"]


def test_without_heading_the_size_of_the_numbers_tells(tmp_path, read_here, layer_of) -> None:
    (tmp_path / "a.txt").write_text("\n".join(f"{y} {x}" for x, y in TRIANGLE))
    received = read_here(tmp_path / "a.txt")
    assert layer_of(received).frame.geometry.iloc[0].bounds == (577000, 1722000, 577200, 1722100)
    assert [(g.kind, g.taken_as) for g in received.guesses] == [("axis_order", "X = north, Y = east")]


def test_points_of_places(tmp_path, read_here, layer_of) -> None:
    (tmp_path / "a.csv").write_text(
        "id,ten,lat,lon\n1,Chợ,15.5,108.4\n2,Trường,15.6,108.5\n", encoding="utf-8"
    )
    frame = layer_of(read_here(tmp_path / "a.csv")).frame
    assert [(p.x, p.y) for p in frame.geometry] == [(108.4, 15.5), (108.5, 15.6)]
    assert list(frame["ten"]) == ["Chợ", "Trường"]
    assert list(frame.index) == [2, 3]


def test_wkt(tmp_path, read_here, layer_of, codes_of) -> None:
    (tmp_path / "a.csv").write_text('WKT,ten\n"POLYGON((0 0,2 0,2 2,0 0))",a\nPOLYGON((0,b\n,c\n')
    received = read_here(tmp_path / "a.csv")
    frame = layer_of(received).frame
    assert frame.geometry.iloc[0].area == 2
    assert frame.geometry.isna().tolist() == [False, True, True]
    assert codes_of(received) == ["intake.coordinates"]
    assert "dòng 3" in received.skipped[0].reason.vi


def test_a_line_break_in_quotes_stays_in_its_cell(tmp_path, read_here, layer_of) -> None:
    lines = [f'{i};{x};{y};"dòng một\r\ndòng hai"' for i, (x, y) in enumerate(TRIANGLE, start=1)]
    (tmp_path / "a.csv").write_bytes("\r\n".join(["Điểm;X;Y;Ghi", *lines]).encode())
    frame = layer_of(read_here(tmp_path / "a.csv")).frame
    assert frame.area.iloc[0] == 10_000
    assert frame["Ghi"].iloc[0].splitlines() == ["dòng một", "dòng hai"]


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=2, max_size=2),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_row_that_a_program_writes_comes_back(rows, ending) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator=ending, quoting=csv.QUOTE_ALL).writerows(
        [["ma", "ten"], *([f"x{a}", f"{b}\ny"] for a, b in rows)]
    )
    found = [row.values for row in _rows(text.getvalue())]
    assert found == [("ma", "ten"), *((f"x{a}", f"{b}\ny") for a, b in rows)]


def test_a_letter_of_an_old_encoding_is_no_end_of_line(tmp_path, read_here, table_of) -> None:
    """Byte 0x85 ends a line in Unicode and is a letter in VNI and TCVN3."""
    (tmp_path / "a.csv").write_bytes(b"ma,ten\nODT,\xa7\x85t\nGT,b\n")
    frame = table_of(read_here(tmp_path / "a.csv")).frame
    assert list(frame["ma"]) == ["ODT", "GT"]
    assert list(frame["ten"]) == ["\xa7\x85t", "b"]


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path, read_here, codes_of) -> None:
    (tmp_path / "a.csv").write_text('ma,ten\nODT,"x\nGT,y\nCX,z\n')
    assert codes_of(read_here(tmp_path / "a.csv")) == ["intake.csv-quote"]


def test_points_whose_coordinates_are_empty_are_told(tmp_path, read_here, layer_of, codes_of) -> None:
    (tmp_path / "a.csv").write_text("ten,lat,lon\nChợ,15.5,108.4\nTrường,,\n", encoding="utf-8")
    received = read_here(tmp_path / "a.csv")
    assert list(layer_of(received).frame["ten"]) == ["Chợ"]
    assert codes_of(received) == ["intake.coordinates"]
    assert "dòng 3" in received.skipped[0].reason.vi


def test_rows_without_coordinates_are_a_table(tmp_path, read_here, table_of) -> None:
    (tmp_path / "a.csv").write_text("ma,ten\nODT,Đất ở\n", encoding="utf-16")
    table = table_of(read_here(tmp_path / "a.csv"))
    assert table.frame.to_dict("list") == {"ma": ["ODT"], "ten": ["Đất ở"]}
    assert table.encoding == "utf-16"


def test_a_text_is_a_document(tmp_path, read_here) -> None:
    (tmp_path / "a.txt").write_text("Thuyết minh quy hoạch, X và Y.", encoding="utf-8")
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.txt")
    assert refusal.value.code == "intake.document"
