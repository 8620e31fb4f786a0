from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.base.errors import DothiError, InputError, UnusableError
from dothi.places.census_table import MOST_BYTES, MOST_LINES, open_table, whole_number

HEAD = "district,commune,total,urban,rural\n"


def saved(folder: Path, text: str | bytes, name: str = "dan-so.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("12840", 12840), ("1.495.812", 1495812), ("1,495,812", 1495812), ("1 495 812", 1495812),
        ("-3", -3), ("−3", -3), ("12,5", None), ("1.2", None), ("abc", None), ("", None), ("１２", None),
        ("9" * 13, None),
    ],
)  # fmt: skip
def test_whole_numbers(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_vietnamese_headings_in_any_order(tmp_path: Path) -> None:
    path = saved(tmp_path, "Tổng số,Thành thị,Nông thôn,Xã,Huyện,Ghi chú\n10,0,10,Xã A,Huyện B,x\n\n")
    (line,) = open_table(path)
    assert line.where == "dan-so.csv, dòng 2"
    assert dict(line.cells) == {
        "province": "", "district": "Huyện B", "commune": "Xã A", "total": "10", "urban": "0", "rural": "10",
    }  # fmt: skip


def test_xlsx_reads_like_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Huyện", "Xã", "Tổng số", "Thành thị", "Nông thôn"])
    book.active.append(["Huyện B", "Xã A", 10, None, 10.0])
    book.save(tmp_path / "a.xlsx")
    (line,) = open_table(tmp_path / "a.xlsx")
    assert (line.cells["total"], line.cells["urban"], line.cells["rural"]) == ("10", "", "10")


def test_a_missing_column_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_table(saved(tmp_path, "district,commune,total,urban\nA,B,1,1\n"))
    assert caught.value.code == "census.column"
    sentence = str(caught.value)
    assert sentence.startswith("dan-so.csv, dòng 1: Thiếu cột rural.")
    assert "Dòng đầu phải có" in sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("utf16.csv", HEAD.encode("utf-16")),
        ("cp1258.csv", HEAD.encode() + "Qu\xe3ng,X,1,1,0\n".encode("latin-1")),
        ("quote.csv", HEAD.encode() + b'"A,B,1,1,0\n"x"y,z,1,1,0\n'),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(UnusableError) as caught:
        open_table(saved(tmp_path, content, name))
    assert caught.value.code == "census.kind"
    assert str(caught.value).startswith(name)
    assert "CSV mã UTF-8 hoặc xlsx" in str(caught.value)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    with pytest.raises(UnusableError) as caught:
        open_table(tmp_path / "a.xlsx")
    assert caught.value.code == "census.kind"


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(UnusableError) as caught:
        open_table(tmp_path / "a.xlsx")
    assert caught.value.code == "census.kind"


def test_a_small_archive_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as stream:
            for _ in range(210):
                stream.write(bytes(1024 * 1024))
    assert (tmp_path / "bomb.xlsx").stat().st_size < MOST_BYTES
    with pytest.raises(UnusableError) as caught:
        open_table(tmp_path / "bomb.xlsx")
    assert caught.value.code == "census.kind"


def test_fifty_megabytes_of_nonsense_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "nonsense.csv"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    with pytest.raises(UnusableError) as caught:
        open_table(path)
    assert caught.value.code == "census.too-big"
    assert "50 MB" in str(caught.value)


def test_more_lines_than_a_country_has_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableError) as caught:
        open_table(saved(tmp_path, HEAD + "A,B,1,1,0\n" * (MOST_LINES + 1)))
    assert caught.value.code == "census.too-long"


@pytest.mark.parametrize("text", [HEAD, HEAD + ",,,,\n\n"])
def test_a_table_without_figures_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError) as caught:
        open_table(saved(tmp_path, text))
    assert caught.value.code == "census.empty"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnusableError) as caught:
        open_table(tmp_path / "none.csv")
    assert caught.value.code == "census.none"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda text: (HEAD + text).encode(errors="replace"))
)
def test_any_bytes_are_read_or_refused_with_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = saved(tmp_path, data, "any.csv")
    read_or_refused(path)


def read_or_refused(path: Path) -> None:
    wheres, remedies = [], []
    try:
        wheres = [line.where for line in open_table(path)]
    except DothiError as error:
        remedies = [fault.remedy_vi for fault in error.faults]
    assert all(remedies)
    assert all(where.startswith(f"{path.name}, dòng") for where in wheres)
    assert wheres or remedies


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.randoms(use_true_random=False))
def test_any_damage_to_a_workbook_is_read_or_refused(tmp_path: Path, random) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Huyện", "Xã", "Tổng số", "Thành thị", "Nông thôn"])
    book.active.append(["A", "B", 1, 1, 0])
    book.save(tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as archive:
        members = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    for name in random.sample(sorted(members), 2):
        for _ in range(random.randint(1, 6)):
            members[name][random.randrange(len(members[name]))] = random.randrange(32, 127)
        if random.random() < 0.3:
            del members[name][random.randrange(len(members[name])) :]
    with zipfile.ZipFile(tmp_path / "damaged.xlsx", "w") as archive:
        for name, data in members.items():
            archive.writestr(name, bytes(data))
    read_or_refused(tmp_path / "damaged.xlsx")
