"""The statement of an extract: one form, one digest, the same land again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dothi.land.extract import FORMAT, digest_of, land_of
from dothi.land.record import Words


@pytest.fixture(scope="session")
def w(world_of: Callable[[str], ModuleType]) -> ModuleType:
    return world_of("land")


def test_the_digest_is_that_of_the_bytes_handed_out(w: ModuleType) -> None:
    text = w.statement(w.answer(w.area(550, 0, 100, 10, 900)))
    assert digest_of(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()
    said = json.loads(text)
    assert text == json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert (said["format"], said["code"], said["epsg"]) == (FORMAT, "7KMN-24QR-AB", 5899)
    assert said["made_at"] == "2026-12-01T12:04:00+07:00"
    assert said["province"]["vi"] == "Tỉnh Quảng Nam"
    assert said["answer"]["levels"][0]["plans"][0]["period"]["ends_latest"] == "9999-12-31"


def test_another_word_is_another_digest(w: ModuleType) -> None:
    land = w.area(550, 0, 100, 10)
    one, other = (w.statement(w.answer(land, notes=notes)) for notes in ((), (Words("a", "b"),)))
    assert digest_of(one) != digest_of(other)


@settings(max_examples=25, deadline=None)
@given(
    st.tuples(st.floats(0, 900), st.floats(0, 900)),
    st.tuples(st.floats(1, 900), st.floats(1, 900)),
    st.none() | st.floats(1, 1e6),
)
def test_the_land_comes_back_from_its_statement(
    w: ModuleType, place: tuple[float, float], size: tuple[float, float], registered: float | None
) -> None:
    land = w.area(*place, *size, registered)
    again = land_of(json.loads(w.statement(w.answer(land), land=land)))
    assert again.shape.equals_exact(land.shape, 0.0)
    assert (again.measured_m2, again.registered_m2) == (land.measured_m2, registered)
    assert again.measured_m2 == pytest.approx(size[0] * size[1], abs=0.01)
