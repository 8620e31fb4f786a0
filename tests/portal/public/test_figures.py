"""Cards of figures: the rate beside the people it is made of, and what a figure lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from dothi.base.time import Truth
from dothi.portal.public.figures import completeness, completeness_notes, figure_cards, urbanisation_rate
from dothi.registry.observations.figures import Figure
from dothi.registry.sources.refs import SourceRef

SOURCE = SourceRef("census", "Điều tra", "Census", "", "", None, "", "", "secondary", illustrative=False)
DAY = date(2019, 4, 1)


def figure(indicator: str, value: int) -> Figure:
    return Figure(
        "3c-508", indicator, Decimal(value), "người", DAY, None, "counted", SOURCE, "Đếm", "Counted"
    )


TOTAL, URBAN, RURAL = (
    figure("population", 126686),
    figure("population-urban", 22911),
    figure("population-rural", 103775),
)


def test_rate_is_computed_from_its_two_figures():
    rate = urbanisation_rate([TOTAL, URBAN, RURAL])
    assert abs(rate - Decimal("18.0848712564")) < Decimal("1e-9")  # 22911 / 126686
    cards = figure_cards([TOTAL, URBAN, RURAL], "vi")
    assert [card.indicator for card in cards] == [
        "population",
        "urbanisation-rate",
        "population-urban",
        "population-rural",
    ]
    assert (cards[1].decimals, cards[1].unit) == (1, "%")


def test_no_rate_without_both_parts_or_people():
    assert urbanisation_rate([TOTAL]) is None
    assert urbanisation_rate([URBAN, RURAL]) is None
    assert urbanisation_rate([figure("population", 0), figure("population-urban", 0)]) is None


def test_no_rate_across_sources_or_days():
    other = replace(SOURCE, key="other")
    assert urbanisation_rate([TOTAL, replace(URBAN, source=other)]) is None
    assert urbanisation_rate([TOTAL, replace(URBAN, starts=date(2024, 1, 1))]) is None


def test_every_card_wears_day_and_source():
    for card in figure_cards([TOTAL, URBAN, RURAL], "vi"):
        assert card.date_text == "Ngày 1/4/2019"
        assert card.source_url == "/nguon-du-lieu/census/"
        assert card.source_title == "Điều tra"


def test_what_a_figure_lacks_is_said_once():
    short = replace(TOTAL, complete=Truth.UNKNOWN, perhaps_lacking=("Xã Duy Thu",))
    gap = replace(TOTAL, complete=Truth.NO, lacking=("Xã A", "Xã B"))
    assert completeness(TOTAL) == ""
    assert completeness(gap) == "Chưa đủ: thiếu số liệu của Xã A, Xã B"
    assert completeness_notes([short, replace(short, indicator="population-urban"), TOTAL]) == [
        "Có thể còn thiếu dân số chưa phân bổ của Xã Duy Thu"
    ]
    assert figure_cards([short], "vi")[0].warning == "Có thể chưa đủ"
