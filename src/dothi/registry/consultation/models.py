"""Consultations, the statements made to them, and the answers.

What a consultation is about is named by two texts, a kind and a key: this app knows nothing of how a plan or
a programme comes about. Files lie in the workspace under the SHA-256 of their content. Who said something
is sealed in a row of its own (:class:`Speaker`), which pages, exports and the open data never read.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from dothi.registry.plans.models import PlanVersion, Submission


class SubjectKind(models.TextChoices):
    """What people are asked about."""

    PLAN = "plan", "Đồ án quy hoạch"
    CASE = "case", "Hồ sơ thủ tục"
    PROGRAMME = "programme", "Chương trình"
    REGULATION = "regulation", "Quy chế, quy định"


class Consultation(models.Model):
    """People are asked about something, from one day to another, both included.

    ``rule`` is the code in the law table ``consultation_periods`` by which the period was checked,
    ``required_days`` and ``basis`` what that row said then; ``None`` where no text on record tells.
    ``answer_by`` is the day until which the office itself promises its answers. ``unit_key`` names the unit
    whose officers run it, empty for the province. ``area`` is GeoJSON in WGS 84. Withdrawn, it stays readable
    with its reason.
    """

    key = models.SlugField(max_length=80, unique=True)
    subject_kind = models.CharField(max_length=12, choices=SubjectKind.choices)
    subject_key = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    about = models.TextField(max_length=5000)
    contact = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=40, blank=True)
    required_days = models.PositiveSmallIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=300, blank=True)
    opens_on = models.DateField(db_index=True)
    closes_on = models.DateField(db_index=True)
    answer_by = models.DateField()
    unit_key = models.CharField(max_length=80, blank=True)
    plan_version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    dossier = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="consultations"
    )
    area = models.JSONField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["-opens_on", "-pk"]
        verbose_name = "đợt lấy ý kiến"
        verbose_name_plural = "đợt lấy ý kiến"
        indexes = [models.Index(fields=["subject_kind", "subject_key"], name="consultation_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=models.F("opens_on")), name="consultation_days")
        ]

    def __str__(self) -> str:
        return self.title


class ConsultationDocument(models.Model):
    """A file that people are to read; ``sha256`` names its bytes. ``removed_at`` takes it off the page."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=300)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "tài liệu lấy ý kiến"
        verbose_name_plural = "tài liệu lấy ý kiến"

    def __str__(self) -> str:
        return self.title


class Group(models.Model):
    """Statements that say the same: answered once. ``alike``: word for word, or nearly."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="groups")
    title = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = "nhóm ý kiến giống nhau"
        verbose_name_plural = "nhóm ý kiến giống nhau"

    def __str__(self) -> str:
        return self.title


class Outcome(models.TextChoices):
    """What became of a statement."""

    ACCEPTED = "accepted", "Tiếp thu"
    PART = "part", "Tiếp thu một phần"
    NOT = "not", "Không tiếp thu"


class Answer(models.Model):
    """A written answer, to one statement or to all of a group. Taken back, it stays on record."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    text = models.TextField(max_length=5000)
    answered_on = models.DateField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "trả lời"
        verbose_name_plural = "trả lời"

    def __str__(self) -> str:
        return self.get_outcome_display()


class Channel(models.TextChoices):
    """How a statement reached the office."""

    WEB = "web", "Qua trang này"
    PAPER = "paper", "Bằng văn bản"
    MEETING = "meeting", "Tại hội nghị"
    MAIL = "mail", "Qua thư điện tử"
    SPOKEN = "spoken", "Nói trực tiếp, điện thoại"


class State(models.TextChoices):
    """Life of a statement: only what was accepted for answering, or answered, is shown to the public."""

    RECEIVED = "received", "Đã nhận"
    ACCEPTED = "accepted", "Chờ trả lời"
    HIDDEN = "hidden", "Không đăng"
    ANSWERED = "answered", "Đã trả lời"


class Statement(models.Model):
    """What somebody said. ``code`` is the receipt, ``number`` its place in the official table.

    ``shape`` is a GeoJSON point, line or polygon in WGS 84, ``commune_key`` the unit that holds it (most of
    it) and ``area_m2`` its area, both computed and never asked for. ``received_on`` is the day the office got
    it, ``filed_at`` the moment it was entered. ``doubts`` are why a moderator should look twice: codes of
    :mod:`dothi.registry.consultation.guarding`.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="statements")
    code = models.CharField(max_length=16, unique=True)
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=10, choices=Channel.choices)
    text = models.TextField(max_length=5000)
    place = models.CharField(max_length=200, blank=True)
    shape = models.JSONField(null=True, blank=True)
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    area_m2 = models.FloatField(null=True, blank=True)
    commune_key = models.CharField(max_length=80, blank=True)
    theme = models.CharField(max_length=20, blank=True)
    received_on = models.DateField(db_index=True)
    filed_at = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=5, default="vi")
    doubts = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    hidden_because = models.CharField(max_length=1000, blank=True)
    group = models.ForeignKey(
        Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="statements"
    )
    answer = models.ForeignKey(
        Answer, on_delete=models.PROTECT, null=True, blank=True, related_name="statements"
    )
    illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        verbose_name = "ý kiến góp ý"
        verbose_name_plural = "ý kiến góp ý"
        indexes = [models.Index(fields=["consultation", "state", "received_on"], name="statement_queue")]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="statement_number_once"),
            models.CheckConstraint(
                condition=Q(state="answered", answer__isnull=False)
                | (~Q(state="answered") & Q(answer__isnull=True)),
                name="statement_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Speaker(models.Model):
    """Who made a statement and how to answer them, sealed; erased, the row is gone."""

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="speaker")
    sealed = models.TextField()
    kept_since = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "người góp ý"
        verbose_name_plural = "người góp ý"

    def __str__(self) -> str:
        return str(self.statement_id)


class Photo(models.Model):
    """A picture to a statement, encoded anew without anything but its pixels."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="photos")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        verbose_name = "ảnh kèm ý kiến"
        verbose_name_plural = "ảnh kèm ý kiến"

    def __str__(self) -> str:
        return self.sha256[:12]


class Mark(models.Model):
    """One band of a statement's signature: statements that share one are compared word by word."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="marks")
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    band = models.CharField(max_length=24)

    class Meta:
        verbose_name = "dấu so sánh"
        verbose_name_plural = "dấu so sánh"
        indexes = [models.Index(fields=["consultation", "band"], name="statement_mark")]

    def __str__(self) -> str:
        return self.band
