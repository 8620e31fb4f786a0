"""Workbooks that mean harm, are damaged, or are no workbooks: one sentence each, nothing read."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from dothi.base import workbooks
from dothi.base.errors import UnusableError
from dothi.base.workbooks import Book, Formula, examine

SHEET = "xl/worksheets/sheet1.xml"


def plain() -> bytes:
    book = Workbook()
    book.active.append(["một", 2, 3.5])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def rezipped(content: bytes, changes: dict[str, bytes], *, drop: tuple[str, ...] = ()) -> bytes:
    """The workbook with parts replaced, added or dropped."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes and name not in drop:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name, part)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def read_all(content: bytes) -> None:
    with Book("tệp.xlsx", content) as book:
        for sheet in book.sheets():
            list(sheet.rows)


def refusal(content: bytes) -> str:
    with pytest.raises(UnusableError) as error:
        read_all(content)
    fault = error.value.faults[0]
    assert fault.where.startswith("tệp.xlsx")
    assert fault.remedy_vi
    assert fault.remedy_en
    return fault.code


def test_a_plain_workbook_is_read() -> None:
    with Book("a.xlsx", plain()) as book:
        (sheet,) = book.sheets()
        rows = list(sheet.rows)
    assert [(number, row[:4]) for number, row in rows] == [(1, ("một", 2, 3.5, None))]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "xlsx.other_kind"),
        (b"ten,gia tri\nTam Ky,7", "xlsx.other_kind"),
        (b"%PDF-1.7 ...", "xlsx.other_kind"),
        (b"PK\x03\x04 not a zip at all", "xlsx.broken"),
        (workbooks._OLE + b"\0" * 600, "xlsx.old_format"),
        (workbooks._OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "xlsx.locked"),
    ],
)
def test_other_kinds_of_file(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_fifty_megabytes_of_nonsense_are_refused_by_size() -> None:
    assert refusal(b"PK" + b"x" * (50 * 1024 * 1024)) == "xlsx.too_large"


def test_a_zip_that_is_no_workbook() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("thư.txt", "xin chào")
    assert refusal(out.getvalue()) == "xlsx.other_kind"


def test_a_word_document() -> None:
    kind = b"application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = b'<Types><Override ContentType="' + kind + b'"/></Types>'
    assert refusal(rezipped(plain(), {"[Content_Types].xml": types})) == "xlsx.other_kind"


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = rezipped(plain(), {"xl/media/image1.png": b"\0" * (64 * 1024 * 1024)})
    assert len(bomb) < 200_000
    assert refusal(bomb) == "xlsx.bomb"


def test_too_many_parts() -> None:
    crowd = rezipped(plain(), {f"xl/media/{number}.png": b"x" for number in range(1100)})
    assert refusal(crowd) == "xlsx.bomb"


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>"""


@pytest.mark.parametrize(
    "hostile",
    [
        LAUGHS,
        b"<!--" + b" " * 3_000_000 + b"-->" + LAUGHS[22:],
        LAUGHS.decode().encode("utf-16"),
        LAUGHS.replace(b'version="1.0"', b'version="1.0" encoding="cp037"'),
        LAUGHS[:22].replace(b'"1.0"', b'"1.0" encoding="utf-7"') + b"+ADwAIQ-DOCTYPE x>",
    ],
)
def test_entities_are_refused_however_they_hide(hostile: bytes) -> None:
    assert refusal(rezipped(plain(), {"xl/sharedStrings.xml": hostile})) == "xlsx.unsafe"


def test_a_declaration_split_over_two_reads_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_CHUNK", 64)
    assert refusal(
        rezipped(plain(), {"xl/sharedStrings.xml": b"<?xml version='1.0'?>" + b" " * 38 + LAUGHS[21:]})
    ) == ("xlsx.unsafe")


def test_macros_are_refused_by_part_and_by_type() -> None:
    assert refusal(rezipped(plain(), {"xl/vbaProject.bin": b"macro"})) == "xlsx.macros"
    types = part(plain(), "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert refusal(rezipped(plain(), {"[Content_Types].xml": types})) == "xlsx.macros"


def test_links_to_other_workbooks_are_refused() -> None:
    assert (
        refusal(rezipped(plain(), {"xl/externalLinks/externalLink1.xml": b"<x/>"})) == "xlsx.external_links"
    )


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(plain())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refusal(bytes(content)) == "xlsx.locked"


@pytest.mark.parametrize("name", ["xl/workbook.xml", SHEET, "xl/styles.xml"])
def test_a_part_that_breaks_off(name: str) -> None:
    whole = part(plain(), name)
    assert refusal(rezipped(plain(), {name: whole[: len(whole) // 2]})) == "xlsx.broken"


def test_a_missing_part() -> None:
    assert refusal(rezipped(plain(), {}, drop=("xl/workbook.xml",))) == "xlsx.broken"


def test_a_missing_sheet_is_not_made_up() -> None:
    with Book("a.xlsx", rezipped(plain(), {}, drop=(SHEET,))) as book:
        assert book.sheets() == []


def test_a_forged_size_of_the_sheet_makes_no_rows() -> None:
    sheet = part(plain(), SHEET)
    forged = sheet.replace(b'<dimension ref="A1:C1"', b'<dimension ref="A1:XFD1048576"')
    assert forged != sheet
    with Book("a.xlsx", rezipped(plain(), {SHEET: forged})) as book:
        assert len(list(book.sheets()[0].rows)) == 1


def test_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_ROWS", 3)
    book = Workbook()
    for number in range(4):
        book.active.append([number])
    file = BytesIO()
    book.save(file)
    assert refusal(file.getvalue()) == "xlsx.too_many_rows"


def test_a_far_cell_costs_nothing_and_is_found() -> None:
    book = Workbook()
    book.active["A1"] = "đầu"
    book.active["A900000"] = "cuối"
    file = BytesIO()
    book.save(file)
    with Book("a.xlsx", file.getvalue()) as opened:
        assert [number for number, _ in opened.sheets()[0].rows] == [1, 900000]


def test_a_formula_without_a_stored_result_is_told_apart_from_an_empty_cell() -> None:
    book = Workbook()
    book.active.append(["=1+1", None, 5])
    file = BytesIO()
    book.save(file)
    with Book("a.xlsx", file.getvalue()) as opened:
        ((_, row),) = list(opened.sheets()[0].rows)
    assert row[:3] == (Formula("=1+1"), None, 5)


def test_a_formula_with_a_stored_result_is_read_as_that_result() -> None:
    sheet = part(plain(), SHEET).replace(b"<v>3.5</v>", b"<f>HYPERLINK(1)</f><v>3.5</v>")
    with Book("a.xlsx", rezipped(plain(), {SHEET: sheet})) as opened:
        ((_, row),) = list(opened.sheets()[0].rows)
    assert row[2] == 3.5


def test_merged_cells_and_hidden_sheets_are_noted() -> None:
    book = Workbook()
    book.active.append(["a", "b"])
    book.active.merge_cells("A2:A4")
    book.create_sheet("Ẩn").sheet_state = "hidden"
    file = BytesIO()
    book.save(file)
    with Book("a.xlsx", file.getvalue()) as opened:
        first, second = opened.sheets()
    assert (first.merged, first.hidden) == (["A2:A4"], False)
    assert (second.name, second.hidden) == ("Ẩn", True)


def test_examine_finds_nothing_wrong_with_a_plain_workbook() -> None:
    assert examine("a.xlsx", plain()).formulas == set()


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.integers(0, 10_000), value=st.integers(0, 255), cut=st.integers(0, 400))
def test_a_damaged_workbook_never_crashes(at: int, value: int, cut: int) -> None:
    content = bytearray(plain())
    content[at % len(content)] = value
    read_or_refuse(bytes(content[: len(content) - cut]))


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"]), data=st.data()
)
def test_a_damaged_part_never_crashes(name: str, data: Any) -> None:
    whole = bytearray(part(plain(), name))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read_or_refuse(rezipped(plain(), {name: bytes(whole)}))


def read_or_refuse(content: bytes) -> None:
    try:
        with Book("a.xlsx", content) as book:
            for sheet in book.sheets():
                assert all(isinstance(number, int) for number, _ in sheet.rows)
    except UnusableError as error:
        assert error.faults[0].remedy_vi  # noqa: PT017 (either outcome is right)
