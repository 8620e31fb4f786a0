"""Figures as cards: value, unit, day, basis, source, and what is missing from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from dothi.base.time import Truth
from dothi.portal.formats import show_day
from dothi.portal.lawbook import indicator_decimals, indicator_title
from dothi.registry.observations.figures import TOTAL, URBAN, Figure
from dothi.registry.sources.refs import SourceRef


@dataclass(frozen=True, slots=True)
class Card:
    """One figure as a card shows it; ``value`` is ``None`` where it is not known."""

    indicator: str
    label: str
    value: Decimal | None
    decimals: int | None
    unit: str
    date_text: str
    basis: str
    warning: str
    note: str
    method: str
    source_title: str
    source_url: str
    illustrative: bool
    figure: Figure | None = None


def figure_cards(figures: Iterable[Figure], language: str) -> list[Card]:
    """Cards of the figures of one place, the urbanisation rate beside the people it is made of."""
    rows = list(figures)
    cards = [_card(figure, language) for figure in rows]
    rate = urbanisation_rate(rows)
    if rate is not None:
        urban = next(figure for figure in rows if figure.indicator == URBAN)
        place = 1 + next(index for index, card in enumerate(cards) if card.indicator == TOTAL)
        cards.insert(place, _rate_card(rate, urban, language))
    return cards


def urbanisation_rate(figures: Iterable[Figure]) -> Decimal | None:
    """Urban people / all people in percent, unrounded; ``None`` unless one source told both for one day."""
    rows = {figure.indicator: figure for figure in figures}
    total, urban = rows.get(TOTAL), rows.get(URBAN)
    if total is None or urban is None or not total.value:
        return None
    if (total.source.key, total.starts) != (urban.source.key, urban.starts):
        return None
    return 100 * urban.value / total.value


def source_title(source: SourceRef, language: str) -> str:
    """The source's title in the reader's language, the original where it was not translated."""
    return (source.title_en or source.title) if language == "en" else source.title


def _card(figure: Figure, language: str) -> Card:
    return Card(
        figure.indicator,
        indicator_title(figure.indicator, language),
        figure.value,
        indicator_decimals(figure.indicator),
        figure.unit,
        _date_text(figure, language),
        figure.basis,
        _warning(figure),
        figure.note,
        figure.method_en if language == "en" else figure.method_vi,
        source_title(figure.source, language),
        reverse("public:source", args=[figure.source.key]),
        figure.illustrative,
        figure,
    )


def _rate_card(rate: Decimal, urban: Figure, language: str) -> Card:
    return Card(
        "urbanisation-rate",
        _("Tỷ lệ dân số đô thị"),
        rate,
        1,
        "%",
        _date_text(urban, language),
        urban.basis,
        _warning(urban),
        "",
        urban.method_en if language == "en" else urban.method_vi,
        source_title(urban.source, language),
        reverse("public:source", args=[urban.source.key]),
        urban.illustrative,
    )


def _date_text(figure: Figure, language: str) -> str:
    if figure.starts is None:
        return ""
    return _("Ngày %(day)s") % {"day": show_day(figure.starts, language)}


def _warning(figure: Figure) -> str:
    return {Truth.YES: "", Truth.NO: _("Chưa đủ"), Truth.UNKNOWN: _("Có thể chưa đủ")}[figure.complete]


def completeness_notes(figures: Iterable[Figure]) -> list[str]:
    """What the figures may lack, each sentence once."""
    return list(dict.fromkeys(note for figure in figures if (note := completeness(figure))))


def completeness(figure: Figure) -> str:
    """What the figure may lack, in a sentence; empty when everyone is in it."""
    if figure.complete is Truth.NO:
        return _("Chưa đủ: thiếu số liệu của %(names)s") % {"names": ", ".join(figure.lacking)}
    if figure.complete is Truth.UNKNOWN:
        return _("Có thể còn thiếu dân số chưa phân bổ của %(names)s") % {
            "names": ", ".join(figure.perhaps_lacking)
        }
    return ""
