"""Fields and choices that the forms of comparisons share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dothi.portal.office.dossiers.plan_fields import levels
from dothi.portal.office.span_fields import DayField
from dothi.portal.office.speech import language
from dothi.registry.land.models import ThemeLayer
from dothi.registry.plans.models import Plan


def plan_choices() -> list[Any]:
    """Published plans, by level from the coarsest."""
    by_level: dict[str, list[tuple[str, str]]] = {}
    for plan in Plan.objects.filter(versions__isnull=False).distinct():
        title = (plan.title_en or plan.title) if language() == "en" else plan.title
        by_level.setdefault(plan.level, []).append((plan.key, title))
    titles = dict(levels())
    order = [*titles, *sorted(set(by_level) - set(titles))]
    return [("", _("Chưa chọn"))] + [
        (titles.get(code, code), by_level[code]) for code in order if code in by_level
    ]


def layer_choices(theme: str = "") -> list[tuple[str, str]]:
    """Layers of a theme, or of all; those that were withdrawn too, for days on which they were known."""
    rows = ThemeLayer.objects.order_by("theme", "title", "pk")
    rows = rows.filter(theme=theme) if theme else rows
    return [
        (str(row.pk), _("%(title)s (đã rút)") % {"title": name} if row.withdrawn_at else name)
        for row in rows
        for name in [f"{(row.title_en or row.title) if language() == 'en' else row.title} ({row.document})"]
    ]


class SentField(forms.FileField):
    """A file that may belong to a question."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput(attrs={"class": "input"})
        super().__init__(required=False, allow_empty_file=True, widget=widget, **kwargs)


def known_field() -> DayField:
    """The day of knowledge, asked for by every comparison."""
    return DayField(
        label=gettext_lazy("Theo hiểu biết ngày"),
        required=False,
        help_text=gettext_lazy("Chỉ dùng những gì đã được ghi nhận đến hết ngày này; bỏ trống là đến nay"),
    )


class Folded:
    """A form of which some fields stand folded away, under a title, until they are needed."""

    folds: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    def plain(self) -> list[Any]:
        """Fields that are always seen."""
        hidden = {name for _, names in self.folds for name in names}
        return [field for field in self.visible_fields() if field.name not in hidden]  # type: ignore[attr-defined]

    def folded(self) -> list[dict[str, Any]]:
        """Each fold with its fields; open where one of them says something or is wrong."""
        found = []
        for title, names in self.folds:
            fields = [self[name] for name in names if name in self.fields]  # type: ignore[attr-defined,index]
            is_open = any(field.errors or field.value() for field in fields)
            found.append({"title": title, "fields": fields, "open": is_open})
        return found
