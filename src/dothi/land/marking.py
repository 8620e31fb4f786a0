"""The words that travel with whatever rests on invented data."""

from __future__ import annotations

MADE_UP = "Dữ liệu minh họa"
