"""Fields that every form about a plan has: which place it is of, its level, its scale."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dothi.portal.office.place_choice import place_choice, written_place
from dothi.portal.office.speech import language
from dothi.registry.lawbook import current_law
from dothi.registry.observations.where import PlaceIndex


def scale_field() -> forms.IntegerField:
    """The denominator of a scale."""
    return forms.IntegerField(
        label=gettext_lazy("Tỷ lệ 1/"),
        required=False,
        min_value=100,
        max_value=1_000_000,
        help_text=gettext_lazy("Ví dụ 2000; quyết định dung sai kiểm tra"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input input--short"}),
    )


def levels() -> list[tuple[str, str]]:
    """Levels of plan by rank, with their words."""
    rows = {row.code: row for row in current_law().tables["planning_levels"].every_row}
    ordered = sorted(rows.values(), key=lambda row: row.rank)
    return [(row.code, row.title(language())) for row in ordered]


class PlaceForm(forms.Form):
    """The place of a plan, of any day, for a plan outlives the units it was made for.

    Where a name fits several, ``candidates`` offers them; the one chosen comes back as ``place_choice``.
    """

    place = forms.CharField(
        label=gettext_lazy("Địa bàn"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Gõ tên xã, phường, huyện, đô thị hoặc mã, có dấu hay không dấu đều được"),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    place_choice = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = PlaceIndex.load()
        self.candidates: list[tuple[str, str]] = []

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["place_key"] = ""
        text, chosen = data.get("place", ""), data.get("place_choice", "")
        if text:
            found = place_choice(self.places, text, chosen, None)
            self.candidates = list(found.offered)
            data["place_key"] = found.key
            if found.refusal:
                self.add_error("place", found.refusal[:1].upper() + found.refusal[1:])
            elif chosen:
                shown = written_place(self.places, found.key)
                self.data = {**self.data.dict(), self.add_prefix("place"): shown}
        return data
