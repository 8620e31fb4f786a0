"""Bodies through time, and the decisions by which one takes over the duties of another.

What the law tables and the province pack know of bodies is recorded here when a province is loaded
(``origin`` ``law``); what an office adds or corrects stands beside it (``office``) and goes before it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from dothi.registry.dated import Dated


class Kind(models.TextChoices):
    """What a body belongs to."""

    CENTRAL = "central", "Trung ương"
    PROVINCE = "province", "Chính quyền tỉnh"
    PARTY = "party", "Đảng"
    FRONT = "front", "Mặt trận, đoàn thể"
    GROUP = "group", "Nhóm cơ quan"


class Body(Dated):
    """A body and the period in which it exists. ``also`` holds its other names, with bars between them."""

    key = models.SlugField(max_length=80, db_index=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    folded = models.CharField(max_length=900, db_index=True)
    also = models.CharField(max_length=600, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    basis = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=12, default="unconfirmed")
    note = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=6, default="office")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["title"]
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(withdrawn_at=None, origin="office"), name="body_one_office_row"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def names(self) -> tuple[str, ...]:
        """The title and every other name."""
        return (self.title, *(name.strip() for name in self.also.split("|") if name.strip()))


class Handover(Dated):
    """A decision that passes duties from one body to another; it takes effect when its period starts.

    ``line`` names the one duty meant, as :mod:`dothi.registry.programmes` names it through all versions of a
    programme; empty for all duties of the body.
    """

    from_key = models.SlugField(max_length=80, db_index=True)
    to_key = models.SlugField(max_length=80, db_index=True)
    line = models.CharField(max_length=36, blank=True, db_index=True)
    decision_number = models.CharField(max_length=80)
    decision_date = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["starts_latest", "id"]
        verbose_name = "quyết định chuyển giao"
        verbose_name_plural = "quyết định chuyển giao"

    def __str__(self) -> str:
        return f"{self.from_key} → {self.to_key}"
