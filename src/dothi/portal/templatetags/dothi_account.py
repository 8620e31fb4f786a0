"""What a browser calls itself, as people know it."""

from __future__ import annotations

import re

from django import template

register = template.Library()
_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/(\d+)"),
    ("Opera", r"OPR/(\d+)"),
    ("Cốc Cốc", r"coc_coc_browser/(\d+)"),
    ("Samsung Internet", r"SamsungBrowser/(\d+)"),
    ("Firefox", r"(?:Firefox|FxiOS)/(\d+)"),
    ("Chrome", r"(?:Headless)?(?:Chrome|CriOS)/(\d+)"),
    ("Safari", r"Version/(\d+)[\d.]* (?:Mobile/\w+ )?Safari/"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("macOS", "Macintosh"),
    ("Linux", "Linux|X11"),
)


@register.filter
def browser(agent: str) -> str:
    """Name, main version and system, such as “Firefox 128, Windows”; an unfamiliar text as it is."""
    named = next(
        (f"{name} {found[1]}" for name, pattern in _BROWSERS if (found := re.search(pattern, agent))), ""
    )
    system = next((name for name, pattern in _SYSTEMS if re.search(pattern, agent)), "")
    return ", ".join(part for part in (named, system) if part) if named else agent[:80] or "–"
