"""Text columns as distinct values."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dothi.intake.text.columns import doubtful
from dothi.intake.text.encodings import ENCODINGS


def test_only_values_that_may_be_legacy_are_counted() -> None:
    column = pd.Series(["LOT 1", "LOT 1", "đất ở", "dda^'t", None, "5.2 m2", "add", "a.b"])
    assert doubtful(column) == {"đất ở": 1, "dda^'t": 1, "a.b": 1}


@given(st.lists(st.text(alphabet="adDe^(+`'?~. ơ1_-", max_size=8)))
def test_nothing_that_could_be_decoded_is_left_out(values: list[str]) -> None:
    left_out = set(values) - set(doubtful(pd.Series(values, dtype="str")))
    assert all(value.isascii() and ENCODINGS["viqr"].decode(value) is None for value in left_out)
