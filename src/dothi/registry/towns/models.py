"""Values of standards of towns, each with its document, its day, who entered and who approved it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from dothi.registry.dated import Dated
from dothi.registry.observations.models import State
from dothi.registry.sources.models import Source


class TownValue(Dated):
    """One value of one standard for one town, or for one of its communes (``unit_key``, Table 2B).

    ``text`` is what was written (``25,4``, ``70-75``, ``tỉnh``); the law reads it. The legal period starts on
    the day of the value and has no known end: a later value takes its place. An approved row never changes: a
    correction is a new row (``corrects``) that withdraws it once approved, and ``recorded_at`` is the moment
    of approval. States are changed by :mod:`dothi.registry.towns.services` only.
    """

    town_key = models.SlugField(max_length=80, db_index=True)
    standard = models.CharField(max_length=40, db_index=True)
    unit_key = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=60)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source_place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    entered_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["town_key", "standard", "starts_latest"]
        verbose_name = "số liệu phân loại đô thị"
        verbose_name_plural = "số liệu phân loại đô thị"
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(state__in=["draft", "returned"]),
                name="town_value_submitted_has_source",
            ),
            models.UniqueConstraint(
                fields=["town_key", "standard", "unit_key", "starts_latest", "source"],
                condition=Q(state="approved", withdrawn_at=None),
                name="town_value_one_of_a_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard} {self.town_key}: {self.text}"

    @property
    def day(self) -> date | None:
        """The day the value speaks of."""
        return self.starts_latest

    @property
    def place_key(self) -> str:
        """The place whose officers it belongs to."""
        return self.unit_key or self.town_key
