"""Errors are whole sentences and survive a trip between processes."""

from __future__ import annotations

import pickle

import pytest

from dothi.base.errors import DothiError, Fault, InputError, UnusableError, refuse_all

FAULT = Fault(
    "census.sum", "Tổng không khớp", "The sums disagree", "dân số.csv, dòng 12", "Sửa dòng ấy", "Mend it"
)


def test_a_sentence_names_place_fault_and_remedy() -> None:
    assert FAULT.sentence() == "dân số.csv, dòng 12: Tổng không khớp. Sửa dòng ấy."
    assert FAULT.sentence("en") == "dân số.csv, dòng 12: The sums disagree. Mend it."


def test_a_sentence_that_is_closed_is_not_closed_again() -> None:
    assert Fault("a.b", "Vì sao?", "Why?").sentence() == "Vì sao?"


def test_an_error_without_a_fault_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one fault"):
        InputError()


def test_an_error_keeps_every_fault_and_the_code_of_the_first() -> None:
    other = Fault("census.column", "Thiếu cột", "A column is missing")
    error = InputError(FAULT, other)
    assert error.code == "census.sum"
    assert error.sentences("en") == [
        "dân số.csv, dòng 12: The sums disagree. Mend it.",
        "A column is missing.",
    ]
    assert str(error).count("\n") == 1


@pytest.mark.parametrize("kind", [DothiError, InputError, UnusableError])
def test_an_error_pickles_with_its_faults(kind: type[DothiError]) -> None:
    copy = pickle.loads(pickle.dumps(kind(FAULT)))
    assert type(copy) is kind
    assert copy.faults == (FAULT,)


def test_refuse_all_is_silent_without_faults() -> None:
    refuse_all([])
    with pytest.raises(UnusableError):
        refuse_all([FAULT], UnusableError)
