"""Supervisions, their findings, the recommendations that follow, and every response to them.

What a finding speaks of is named by a kind and a key, as in consultations. Responses are only added, never
changed: the last one tells where a recommendation stands.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Supervisor(models.TextChoices):
    """Who supervises."""

    FRONT = "front", "Mặt trận Tổ quốc"
    COUNCIL = "council", "Hội đồng nhân dân"
    BOARD = "board", "Ban giám sát cộng đồng"


class Standing(models.TextChoices):
    """Where a recommendation stands."""

    OPEN = "open", "Chưa trả lời"
    TAKEN = "taken", "Nhận, đang làm"
    DONE = "done", "Đã làm"
    DECLINED = "declined", "Không nhận"


class Supervision(models.Model):
    """A plan of supervision, from one day to another. Only what is ``public`` is shown without an account."""

    supervisor = models.CharField(max_length=10, choices=Supervisor.choices)
    body = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    scope = models.TextField(max_length=3000)
    document = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    public = models.BooleanField(default=False)
    illustrative = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name = "kế hoạch giám sát"
        verbose_name_plural = "kế hoạch giám sát"
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="supervision_days")
        ]

    def __str__(self) -> str:
        return self.title


class Finding(models.Model):
    """What was found, about a ``plan``, a ``programme``, a task of it (``item``), a ``project`` or else."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="findings")
    subject_kind = models.CharField(max_length=12)
    subject_key = models.CharField(max_length=120, blank=True)
    text = models.TextField(max_length=3000)
    found_on = models.DateField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "phát hiện giám sát"
        verbose_name_plural = "phát hiện giám sát"

    def __str__(self) -> str:
        return self.text[:80]


class Recommendation(models.Model):
    """What is asked of a body after a finding, until a day. ``standing`` is that of the last response."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="recommendations")
    text = models.TextField(max_length=3000)
    addressee = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.OPEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "kiến nghị giám sát"
        verbose_name_plural = "kiến nghị giám sát"

    def __str__(self) -> str:
        return self.text[:80]


class Response(models.Model):
    """What a body says it did, or why it does not."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="responses")
    standing = models.CharField(max_length=10, choices=Standing.choices)
    text = models.TextField(max_length=3000)
    responded_on = models.DateField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "trả lời kiến nghị"
        verbose_name_plural = "trả lời kiến nghị"

    def __str__(self) -> str:
        return f"{self.get_standing_display()}: {self.text[:60]}"
