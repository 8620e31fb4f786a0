"""What templates say with: figures, days, icons, states, and addresses that keep the day asked about."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dothi.base.numbers import exact
from dothi.base.time import Period
from dothi.portal import formats, lawbook, words

register = template.Library()
SMALLEST_SHOWN = 0.0005
"""A smaller share rounds to 0,0 %."""


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@register.filter
def number(value: Decimal | float | None, decimals: int | None = None) -> str:
    """A number in the reader's notation; nothing for a missing one, which the template must word itself."""
    return "" if value is None else formats.show_number(value, decimals, _language())


@register.filter
def percent(value: Decimal | float | None, decimals: int = 1) -> str:
    return "" if value is None else formats.show_percent(value, decimals, _language())


@register.filter
def unit_name(value: str) -> str:
    return lawbook.unit_symbol(value, _language())


@register.filter
def kind(value: str, level: int) -> str:
    return lawbook.kind_title(value, level, _language())


@register.filter
def day(value: date | None) -> str:
    return "" if not value else formats.show_day(value, _language())


@register.filter
def iso_day(value: str) -> str:
    """A day that a job keeps as year-month-day."""
    return day(date.fromisoformat(value))


@register.filter
def moment(value: datetime | None) -> str:
    return "" if not value else formats.show_moment(value, _language())


@register.filter
def period(value: Period | None) -> str:
    return "" if not value else formats.show_period(value, _language())


@register.filter
def share_percent(value: Decimal | None) -> str:
    """A share between 0 and 1 as a percentage."""
    return "" if value is None else formats.show_percent(100 * value, 1, _language())


@register.filter
def part_percent(value: float | None) -> str:
    """A share as :func:`share_percent` writes it; one that is there but would read as nothing says so."""
    if value is not None and 0 < value < SMALLEST_SHOWN:
        return "< " + share_percent(Decimal("0.001"))
    return share_percent(None if value is None else exact(float(value)))


@register.filter
def svg(value: float) -> str:
    """A coordinate for markup: always a decimal point, whatever the reader's language."""
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


@register.filter
def word(code: object, table: str) -> str:
    """The word for a code (``kind``, ``basis``, ``confidence``, ``coverage`` …) in the reader's language."""
    return words.word(table, str(code), _language())


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawn sign of the sprite; always beside a word or an ``aria-label``."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("portal/icons.svg"),
        name,
    )


@register.inclusion_tag("components/state.html")
def state(code: str, text: str = "") -> dict[str, Any]:
    """A state as sign and word: a code of the table ``state`` in :mod:`dothi.portal.words`."""
    return {
        "code": code,
        "text": text or words.word("state", code, _language()),
        "icon": words.STATE_ICONS.get(code, "dot"),
    }


@register.inclusion_tag("components/illustrative.html")
def illustrative() -> dict[str, Any]:
    """The mark of invented data."""
    return {}
