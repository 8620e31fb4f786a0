"""A workbook that was sent: kept between its report and the confirmation, then only its hash."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class SentState(models.TextChoices):
    """Life of a workbook. ``checked`` has written nothing yet."""

    CHECKED = "checked", "Đã kiểm tra"
    CONFIRMED = "confirmed", "Đang ghi"
    WRITTEN = "written", "Đã ghi"


class SentWorkbook(models.Model):
    """One workbook. ``purpose`` names the room that reads it, ``subject`` what it is about there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=20)
    subject = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True, blank=True)
    report = models.BinaryField(null=True, blank=True)
    acceptable = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=SentState.choices, default=SentState.CHECKED)
    job = models.UUIDField(null=True, blank=True)
    outcome = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = "tệp Excel gửi lên"
        verbose_name_plural = "tệp Excel gửi lên"

    def __str__(self) -> str:
        return self.name
