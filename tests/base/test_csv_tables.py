"""Tables that people make for the system: read as Excel writes them, refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from dothi.base.csv_tables import table_rows
from dothi.base.errors import InputError


@pytest.mark.parametrize("text", ["\ufeffa,b\r\n1,Tam Kỳ\r\n2\r\n", "a;b\n1;Tam Kỳ\n2\n"])
def test_commas_or_semicolons_and_missing_cells(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bang.csv"
    path.write_bytes(text.encode())
    assert table_rows(path) == [{"a": "1", "b": "Tam Kỳ"}, {"a": "2", "b": ""}]


@pytest.mark.parametrize(
    ("content", "code"),
    [("a,b\n1,Tam Kỳ\n".encode("utf-16"), "table.not-utf8"), (b'a,b\n"1"x,2\n', "table.unreadable")],
)
def test_what_is_no_table(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "bang.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        table_rows(path)
    (fault,) = caught.value.faults
    assert (fault.code, fault.where) == (code, "bang.csv")
