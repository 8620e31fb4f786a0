"""Observed values: a figure, for a place and a period, from a source, in a state."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from dothi.registry.dated import Dated
from dothi.registry.sources.models import Source


class State(models.TextChoices):
    """Life of a value. Only an approved value is a figure; the others are work in hand."""

    DRAFT = "draft", "Bản nháp"
    SUBMITTED = "submitted", "Đã nộp"
    RETURNED = "returned", "Trả lại"
    APPROVED = "approved", "Đã duyệt"


class Observation(Dated):
    """One value of one indicator. The legal period is the period the value speaks of.

    An approved row is never changed: a correction is a new row (``corrects``) that, once approved,
    withdraws this one. ``recorded_at`` of an approved row is the moment of approval, so ``as_known_on``
    never shows it earlier. ``version`` grows with every change: whoever saves an older version is told so.
    States are changed by
    :mod:`dothi.registry.observations.services` only.
    """

    indicator = models.CharField(max_length=60, db_index=True)
    place_key = models.CharField(max_length=80, db_index=True)
    value = models.DecimalField(max_digits=20, decimal_places=6)
    unit = models.CharField(max_length=20)
    basis = models.CharField(max_length=20, default="entered")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="observations"
    )
    source_place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, db_index=True)
    note = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    batch = models.UUIDField(null=True, blank=True, db_index=True)
    entered_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
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
        ordering = ["indicator", "place_key", "starts_latest"]
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(state__in=["draft", "returned"]),
                name="observation_submitted_has_source",
            ),
            models.UniqueConstraint(
                fields=["indicator", "place_key", "starts_latest", "ends_earliest", "source"],
                condition=Q(state="approved", withdrawn_at=None, basis="entered"),
                name="observation_one_figure",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.place_key}: {self.value}"

    @property
    def first_day(self) -> date | None:
        """First day the value speaks of."""
        return self.starts_latest

    @property
    def last_day(self) -> date | None:
        """Last day the value speaks of, included."""
        return None if self.ends_earliest is None else self.ends_earliest - timedelta(days=1)


class ImportState(models.TextChoices):
    """Life of an import. ``checked`` has written nothing yet; only ``written`` has values, as drafts."""

    CHECKED = "checked", "Đã kiểm tra"
    CONFIRMED = "confirmed", "Đang ghi"
    WRITTEN = "written", "Đã ghi"
    UNDONE = "undone", "Đã hủy"


class ImportBatch(models.Model):
    """One workbook that a person sent: kept between its report and the confirmation, then only its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True, blank=True)
    report = models.BinaryField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.CHECKED)
    rows = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    job = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "lần nhập số liệu"
        verbose_name_plural = "lần nhập số liệu"

    def __str__(self) -> str:
        return self.name
