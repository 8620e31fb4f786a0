"""What pages say of a programme's items, their fields and the steps of a review, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dothi.base.numbers import exact
from dothi.portal.formats import show_day, show_number
from dothi.portal.lawbook import indicator_title
from dothi.portal.office.speech import language
from dothi.portal.words import word
from dothi.programme.items import KINDS, FieldSpec
from dothi.programme.wording import CLUSTER_KINDS, COMPARISONS, STATUSES, Words, said, short, summary
from dothi.registry.programmes.history import given_up
from dothi.registry.programmes.models import ReviewStep

_CHOICES: Mapping[tuple[str, str], Words] = {
    ("target", "comparison"): COMPARISONS,
    ("town", "status"): STATUSES,
    ("cluster", "kind"): CLUSTER_KINDS,
}
_TOLD: Mapping[str, frozenset[str]] = {
    "target": frozenset(
        {"indicator", "place", "year_from", "year_to", "comparison", "min", "max", "unit", "approximate"}
    ),
    "town": frozenset({"name", "status", "class", "admin_kind", "period_from", "period_to"}),
    "cluster": frozenset({"name", "kind", "towns"}),
    "duty": frozenset({"name"}),
    "citation": frozenset({"kind", "number", "issuer"}),
}
"""Fields that the one-line summary of a kind tells already."""


def kind_title(kind: str, fields: Mapping[str, Any] | None = None) -> str:
    """The kind in words; of a cluster, which of its sorts it is."""
    if kind == "cluster" and fields and fields.get("kind"):
        name = said(CLUSTER_KINDS, fields["kind"], language())
        return name[:1].upper() + name[1:]
    row = KINDS[kind]
    return row.title_en if language() == "en" else row.title_vi


def kind_choices() -> list[tuple[str, str]]:
    """Every kind with its title."""
    return [(code, kind_title(code)) for code in KINDS]


def field_title(spec: FieldSpec) -> str:
    """The field's name in words."""
    return spec.title_en if language() == "en" else spec.title_vi


def choice_text(kind: str, spec: FieldSpec, code: str) -> str:
    """One value of a closed list in words."""
    words = _CHOICES.get((kind, spec.name))
    text = said(words, code, language()) if words else code
    if spec.name == "class":
        return f"Class {code}" if language() == "en" else f"Loại {code}"
    return f"{text} ({code})" if words is COMPARISONS and not code.isalpha() else text


def value_text(kind: str, spec: FieldSpec, value: Any) -> str:
    """A field's value as people read it; empty where there is none."""
    if value is None or value in ("", []):
        return ""
    if spec.form == "key" and spec.refers_to == "indicator":
        return indicator_title(str(value), language())
    write: dict[str, Callable[[], str]] = {
        "flag": lambda: _("có") if value else "",
        "choice": lambda: choice_text(kind, spec, str(value)),
        "names": lambda: ", ".join(value),
        "number": lambda: show_number(exact(value), None, language()),
        "day": lambda: _day(str(value)),
    }
    return write.get(spec.form, lambda: str(value))()


def facts(kind: str, fields: Mapping[str, Any], heading: str = "") -> list[tuple[str, str]]:
    """What an item says beside its summary and its ties: field and value, where there is one.

    A section that is just the ``heading`` it stands under is left out.
    """
    told = _TOLD.get(kind, frozenset())
    rows = [
        (field_title(spec), value_text(kind, spec, fields.get(spec.name)))
        for spec in KINDS[kind].fields
        if spec.name not in told
        and spec.form != "key"
        and not (spec.name == "section" and fields.get(spec.name) == heading)
    ]
    return [row for row in rows if row[1]]


def item_summary(kind: str, fields: Mapping[str, Any], quote: str) -> str:
    """One line that tells an item from its neighbours."""
    line = summary(kind, fields, quote, language())
    return line[:1].upper() + line[1:]


def step_text(step: ReviewStep, source: str, limit: int = 60, *, numbered: bool = False) -> str:
    """What a step did, and to what: ``Chấp nhận: Tỷ lệ đô thị hóa: 37%, đến năm 2025``.

    Of an undoing, what it took back or, where it undid an undoing, did again; ``numbered`` names that step.
    """
    deed, again = step, True
    while deed.undoes is not None:
        deed, again = deed.undoes, not again
    if deed.pk == step.pk:
        return deed_text(step, source, limit)
    name = _("Làm lại") if again else _("Hoàn tác")
    if numbered:
        words = _("Làm lại bước %(number)s") if again else _("Hoàn tác bước %(number)s")
        name = words % {"number": deed.number}
    return f"{name}: {deed_text(deed, source, limit)}"


def deed_text(step: ReviewStep, source: str, limit: int = 60) -> str:
    """The same for a step that is no undoing."""
    rows = step.before if step.deed in {"split", "merge", "correct"} else step.after
    named = [one for one in rows if not one["gone"]] or step.after
    return told(step.deed, named, source, limit)


def given_up_text(step: ReviewStep) -> str:
    """What a merging did not keep: ``Không giữ lại: Đến năm «2030»; Đơn vị «ha»``; empty for nothing."""
    left = given_up(step)
    if not left:
        return ""
    kind = step.before[0]["kind"]
    specs = {spec.name: spec for spec in KINDS[kind].fields}
    listed = [
        f"{field_title(specs[name])} «{short(value_text(kind, specs[name], value), 120)}»"
        for name, value in left
    ]
    return _("Không giữ lại: %(values)s.") % {"values": "; ".join(listed)}


def told(deed: str, kept: Sequence[Mapping[str, Any]], source: str, limit: int = 60) -> str:
    """A deed and the items it was done to: the one by its summary, many by their number."""
    name = word("deed", deed, language())
    if len(kept) != 1:
        return f"{name}: " + _("%(count)s mục") % {"count": show_number(len(kept), 0, language())}
    one = kept[0]
    line = item_summary(one["kind"], one["fields"], source[one["start"] : one["end"]])
    return f"{name}: {short(line, limit)}"


def _day(text: str) -> str:
    try:
        return show_day(date.fromisoformat(text), language())
    except ValueError:
        return text
