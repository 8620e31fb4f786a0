"""Whatever is written into a field, or sent as a file, is read, or refused in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.holding import FIELDS, read_facts
from dothi.registry.procedures.papers import format_of

CODES = [row.code for row in current_law().procedure_items.confirmed]


@given(st.dictionaries(st.sampled_from(CODES) | st.text(max_size=20), st.text(max_size=60), max_size=4))
def test_fields_are_read_or_refused_by_name(given_fields: dict[str, str]) -> None:
    items = current_law().procedure_items
    try:
        read, faults = read_facts(given_fields), ()
    except InputError as error:
        read, faults = {}, error.faults
    assert {fault.where for fault in faults} <= {code[:60] for code in given_fields}
    assert all(fault.remedy_vi and fault.remedy_en for fault in faults)
    assert faults or set(read) == set(given_fields)
    for code, value in read.items():
        assert items[code].kind in FIELDS
        assert value == "" or isinstance(value, int if items[code].kind in {"money", "number"} else str)


@pytest.mark.parametrize("year", ["1899", "2201", "9999"])
def test_a_year_from_which_nothing_can_be_counted_is_refused(year: str) -> None:
    with pytest.raises(InputError) as refused:
        read_facts({"consultant-selected": f"31/12/{year}"})
    assert refused.value.code == "procedures.year"


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("cost", "1.250.000.000", 1_250_000_000),
        ("cost", "0", 0),
        ("cost", " ", ""),
        ("decision-date", "15/7/2026", "2026-07-15"),
        ("decision-number", " 12/QĐ-UBND\u00a0", "12/QĐ-UBND"),
        ("markers-set", "48", 48),
    ],
)
def test_what_people_write_is_kept_as_it_is_meant(code: str, text: str, value: object) -> None:
    assert read_facts({code: text}) == {code: value}


@given(st.binary(max_size=64) | st.just(b"PK\x03\x04") | st.just(b"%PDF-"))
def test_any_bytes_are_some_kind_of_file_or_none(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = Path(tmp_path_factory.getbasetemp()) / "any"
    path.write_bytes(content)
    assert format_of(path) in {"", "pdf", "png", "jpg", "gpkg", "docx", "xlsx", "zip"}
