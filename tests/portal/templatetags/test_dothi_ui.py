"""What templates say with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation


def say(source: str, **values: object) -> str:
    return Template("{% load dothi_ui %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "vi", "en"),
    [
        ("{{ n|number }}", "1.495.812", "1,495,812"),
        ("{{ share|percent }}", "25,4\u00a0%", "25.4%"),
        ("{{ share|percent:0 }}", "25\u00a0%", "25%"),
        ("{{ part|share_percent }}", "50,0\u00a0%", "50.0%"),
        ("{{ part|part_percent }}", "50,0\u00a0%", "50.0%"),
        ("{{ little|part_percent }}", "&lt; 0,1\u00a0%", "&lt; 0.1%"),
        ("{{ least|part_percent }}", "0,1\u00a0%", "0.1%"),
        ("{{ nothing|part_percent }}", "", ""),
        ("{{ d|day }}", "1/7/2025", "1 July 2025"),
        ("{{ 'counted'|word:'basis' }}", "Đếm trực tiếp", "Counted"),
        ("{{ 'no-such-code'|word:'basis' }}", "no-such-code", "no-such-code"),
        ("{{ 'người'|unit_name }}", "người", "people"),
        ("{{ 'Xã'|kind:3 }}", "Xã", "Commune"),
        ("{{ x|svg }}", "108.25", "108.25"),
        ("{{ nothing|number }}{{ nothing|day }}{{ nothing|percent }}{{ nothing|period }}", "", ""),
    ],
)
def test_filters_follow_the_readers_language(source, vi, en):
    values = {
        "n": 1495812,
        "share": Decimal("25.38"),
        "part": Decimal("0.5"),
        "little": 0.00049,
        "least": 0.0005,
        "d": date(2025, 7, 1),
        "x": 108.25,
        "nothing": None,
    }
    with translation.override("vi"):
        assert say(source, **values) == vi
    with translation.override("en"):
        assert say(source, **values) == en


def test_a_state_is_a_sign_and_a_word():
    text = say('{% state "unknown" %}')
    assert "state--unknown" in text
    assert "Chưa có dữ liệu" in text
    assert "<use href=" in text


def test_text_is_escaped():
    assert "<b>" not in say('{% state "unknown" text %}', text="<b>")
    assert "<b>" not in say("{% icon text %}", text="<b>")
