"""Land functions in colours: the law's where it gives one, the portal's own where it does not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from dothi.law import load_law
from dothi.law.tables.land_functions import LandFunction
from dothi.portal.land_functions import (
    NO_FUNCTION,
    OWN_COLOURS,
    function_table,
    function_words,
    level_rank,
    level_title,
)


def test_own_colours_are_for_functions_without_one_and_for_all_of_them() -> None:
    rows = load_law().of(LandFunction).every_row
    assert set(OWN_COLOURS) == {row.code for row in rows if not row.colour}
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in OWN_COLOURS.values())


def test_own_colours_tell_functions_of_one_plan_apart() -> None:
    assert len(set(OWN_COLOURS.values())) == len(OWN_COLOURS)


def test_the_law_s_colour_comes_first() -> None:
    table = function_table("vi")
    housing, unit = table["qpk.nhom-nha-o"], table["qhc.don-vi-o"]
    assert (housing.colour, housing.official, housing.code) == ("#cc9900", True, "DAT_O_Nhomnhao")
    assert (unit.colour, unit.official) == (OWN_COLOURS["qhc.don-vi-o"], False)


def test_words_keep_the_order_of_the_table_and_put_the_unknown_last() -> None:
    words = function_words(["", "qpk.du-lich", "qhc.don-vi-o", "la.la"], "en")
    assert [item.key for item in words] == ["qhc.don-vi-o", "qpk.du-lich", "", "la.la"]
    assert words[1].title == "Tourism"
    assert words[2].colour == NO_FUNCTION


def test_levels() -> None:
    assert level_title("zoning", "vi") == "Quy hoạch phân khu"
    assert level_title("provincial", "vi") == "Quy hoạch tỉnh"
    assert level_title("national", "vi") == "national"
    codes = ["provincial", "regional", "general", "zoning", "detailed", "national"]
    assert sorted(codes, key=level_rank) == codes


@pytest.mark.django_db
def test_the_interface_gives_codes_and_whose_the_colour_is(client: Any) -> None:
    rows = client.get("/api/v1/land-functions").json()["functions"]
    by_key = {row["key"]: row for row in rows}
    assert by_key["qpk.nhom-nha-o"]["colour_basis"] == "law"
    assert by_key["qhc.don-vi-o"]["colour_basis"] == "dothi"
    assert by_key["qpk.du-lich"]["code"] is None
    assert by_key["qpk.du-lich"]["title_en"] == "Tourism"


def test_the_document_lists_every_own_colour(root: Any) -> None:
    text = (root / "docs" / "plans.md").read_text(encoding="utf-8")
    assert [key for key, colour in OWN_COLOURS.items() if f"`{key}` | `{colour}`" not in text] == []
