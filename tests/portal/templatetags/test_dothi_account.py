"""Browsers are called by their names."""

from __future__ import annotations

import pytest

from dothi.portal.templatetags.dothi_account import browser

MOZILLA = "Mozilla/5.0"
KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = f"{MOZILLA} (Windows NT 10.0; Win64; x64) {KIT} Chrome/131.0.0.0 Safari/537.36"
ANDROID = f"{MOZILLA} (Linux; Android 14; SM-S921B) {KIT} Chrome/130.0 Mobile Safari/537.36"
MAC = f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) {KIT} Version/17.5 Safari/605.1.15"
PHONE = f"{MOZILLA} (iPhone; CPU iPhone OS 17_5 like Mac OS X) {KIT} Version/17.5 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (WINDOWS, "Chrome 131, Windows"),
        (f"{WINDOWS} Edg/131.0.2903.51", "Edge 131, Windows"),
        (f"{MOZILLA} (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128, Linux"),
        (MAC, "Safari 17, macOS"),
        (PHONE, "Safari 17, iPhone"),
        (ANDROID, "Chrome 130, Android"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("x" * 200, "x" * 80),
        ("", "–"),
    ],
)
def test_it_is_called_by_its_name(agent: str, name: str) -> None:
    assert browser(agent) == name
