"""Plans, the dossiers that consultants send, and the versions that were published.

Bytes of a dossier lie in the workspace, layers that were published in the lake; here stands what is known of
them. A published version never changes; since when it is in force is a dated row of its own, so that what was
known on an earlier day stays readable when a later version ends it.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from dothi.registry.dated import Dated


class Plan(models.Model):
    """A plan through all its versions. ``level`` is a code of the law table ``planning_levels``."""

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    folded = models.CharField(max_length=320, db_index=True)
    level = models.CharField(max_length=20, db_index=True)
    scale = models.PositiveIntegerField(null=True, blank=True)
    place_key = models.CharField(max_length=80, blank=True, db_index=True)
    illustrative = models.BooleanField(default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["title"]
        verbose_name = "đồ án"
        verbose_name_plural = "đồ án"

    def __str__(self) -> str:
        return self.title


class SubmissionState(models.TextChoices):
    """Life of a dossier as it was sent."""

    RECEIVING = "receiving", "Đang nhận tệp"
    CHECKING = "checking", "Đang kiểm tra"
    CHECKED = "checked", "Đã kiểm tra"
    UNUSABLE = "unusable", "Không đọc được"
    PUBLISHED = "published", "Đã công bố"
    ABANDONED = "abandoned", "Đã bỏ"


class Submission(models.Model):
    """One dossier of a plan, as a file. ``received`` counts the bytes that are here of ``size``.

    ``options`` holds what the planner decided (CRS, encoding, boundary, scale, stage, amending plan),
    ``answer`` what the last check said: verdict, counts, layers, what was skipped, what was guessed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="submissions")
    name = models.CharField(max_length=200)
    consultant = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(
        max_length=10, choices=SubmissionState.choices, default=SubmissionState.RECEIVING, db_index=True
    )
    options = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    job = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(auto_now_add=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = "hồ sơ gửi lên"
        verbose_name_plural = "hồ sơ gửi lên"

    def __str__(self) -> str:
        return self.name

    @property
    def unplaced(self) -> list[str]:
        """Layers of the last check of which nobody knows where their coordinates lie."""
        layers = self.answer.get("layers", [])
        return [layer["name"] for layer in layers if layer["features"] and not layer["crs"]]


class SubmissionFinding(models.Model):
    """One finding of the last check, for the list and the map. ``geometry`` is GeoJSON in WGS 84.

    Of very many findings of one rule only the first ones are kept here; the GeoPackage has them all.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=60, db_index=True)
    severity = models.CharField(max_length=10, db_index=True)
    layer = models.CharField(max_length=120, blank=True)
    feature = models.CharField(max_length=120, blank=True)
    message = models.TextField()
    message_en = models.TextField()
    remedy = models.TextField(blank=True)
    remedy_en = models.TextField(blank=True)
    place = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=300, blank=True)
    measure = models.FloatField(null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    geometry = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["submission", "number"]
        verbose_name = "phát hiện"
        verbose_name_plural = "phát hiện"
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="finding_number_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class ConsultantMapping(models.Model):
    """What a consultant's layer names and values mean, as planners said; used again for its next dossier."""

    consultant = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, unique=True)
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["consultant"]
        verbose_name = "bảng tên lớp của tư vấn"
        verbose_name_plural = "bảng tên lớp của tư vấn"

    def __str__(self) -> str:
        return self.consultant


class PlanVersion(models.Model):
    """One published version. ``digest`` is the SHA-256 over its facts and the names of its layers."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="versions"
    )
    decision_number = models.CharField(max_length=80, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    verdict = models.CharField(max_length=10, blank=True)
    digest = models.CharField(max_length=64)
    illustrative = models.BooleanField(default=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["plan", "-number"]
        verbose_name = "phiên bản quy hoạch"
        verbose_name_plural = "phiên bản quy hoạch"
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan} ({self.number})"


class PlanLayer(models.Model):
    """A layer of a published version. ``name`` is that of its content in the lake.

    ``role``: ``boundary``, ``zones`` or ``other``. ``by_function`` gives m² by function key, ``""`` for
    what has none.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="layers")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=64, db_index=True)
    title = models.CharField(max_length=200)
    role = models.CharField(max_length=10)
    geometry = models.CharField(max_length=10)
    features = models.PositiveIntegerField()
    area_m2 = models.FloatField(null=True, blank=True)
    by_function = models.JSONField(default=dict)
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    min_zoom = models.PositiveSmallIntegerField(null=True, blank=True)
    max_zoom = models.PositiveSmallIntegerField(null=True, blank=True)
    tile_layer = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["version", "position"]
        verbose_name = "lớp bản đồ"
        verbose_name_plural = "lớp bản đồ"
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="plan_layer_position_once"),
            models.CheckConstraint(
                condition=Q(role__in=["boundary", "zones", "other"]), name="plan_layer_role"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanPeriod(Dated):
    """The time in which a published version is in force."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="periods")

    class Meta:
        verbose_name = "thời gian hiệu lực"
        verbose_name_plural = "thời gian hiệu lực"

    def __str__(self) -> str:
        return str(self.version)
