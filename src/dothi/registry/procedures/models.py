"""Cases, and everything that happens to one.

A case's ``stage`` changes in :mod:`dothi.registry.procedures.moving` only; saving one with another stage is
refused, and so is a query that writes it.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models

from dothi.base.text import fold
from dothi.procedures.subject import Subject
from dothi.registry.accounts.duties import DutyHeld
from dothi.registry.dated import Dated
from dothi.registry.plans.models import Plan, PlanVersion, Submission

PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"}


class DirectStageError(RuntimeError):
    """A stage was to be written past the machine."""


def new_key() -> str:
    """Make a public key that cannot be guessed from another."""
    return f"hs-{secrets.token_hex(6)}"


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases; a stage is not written from here."""

    def update(self, **kwargs: Any) -> int:
        if "stage" in kwargs:
            raise DirectStageError("a stage is written by dothi.registry.procedures.moving only")
        return super().update(**kwargs)

    def _moved(self, **values: Any) -> int:
        """The machine's own door."""
        return super().update(**values)


class Case(models.Model):
    """One procedure about one thing. ``kind`` and ``stage`` are codes of law tables.

    ``facts`` holds fields by item code (dates as ISO text, money as whole đồng). ``area``: a code of
    ``procedure_areas``, empty while it is not told. ``amends``: the case whose plan this one amends.
    ``sought``: title, key and texts without tone marks, to search in.
    """

    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=40, db_index=True)
    variant = models.CharField(max_length=10, default="new")
    title = models.CharField(max_length=300)
    folded = models.CharField(max_length=320, db_index=True)
    level = models.CharField(max_length=20, blank=True)
    area = models.CharField(max_length=40, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    plan_version = models.ForeignKey(
        PlanVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="cases"
    )
    place_key = models.CharField(max_length=80, blank=True, db_index=True)
    units = models.JSONField(default=list, blank=True)
    amends = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    stage = models.CharField(max_length=40, db_index=True)
    stage_since = models.DateField()
    opened_on = models.DateField()
    facts = models.JSONField(default=dict, blank=True)
    sought = models.TextField(blank=True)
    illustrative = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on", "-pk"]
        verbose_name = "hồ sơ thủ tục"
        verbose_name_plural = "hồ sơ thủ tục"

    def __str__(self) -> str:
        return self.title

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Case:
        row: Case = super().from_db(db, field_names, values)
        row._read_stage = row.__dict__.get("stage")
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a stage that did not come from the machine."""
        read = getattr(self, "_read_stage", None)
        if self.pk is not None and read is not None and self.stage != read:
            raise DirectStageError(f"{self.key}: {read} → {self.stage}")
        words = [self.title, self.key, *(value for value in self.facts.values() if isinstance(value, str))]
        self.sought = fold(" ".join(words))
        super().save(*args, **kwargs)
        self._read_stage = self.stage

    @property
    def subject(self) -> Subject:
        """What rules hang on."""
        return Subject(self.kind, self.variant, self.level, self.area)

    def duties_of(self, action: str) -> list[DutyHeld]:
        """Whose duty ``action`` is now; asked by :func:`dothi.registry.accounts.access.can`."""
        from dothi.registry.procedures.rules import duties_for  # noqa: PLC0415 - rules know models

        return duties_for(self, action)

    def owner_ids(self, action: str) -> set[int]:
        """People whose own this case is for ``action``; asked by ``can`` likewise."""
        from dothi.registry.procedures.rules import owners_for  # noqa: PLC0415

        return owners_for(self, action)


class CaseDuty(Dated):
    """Which body has a duty of a case, since when, and on what ground.

    ``body`` is a key of a body on record or a code of ``procedure_holders``; ``unit_key`` is set instead for
    the committee of a unit. ``by_law`` marks what the law tables say themselves.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="duties")
    duty = models.CharField(max_length=10)
    holder = models.CharField(max_length=40, blank=True)
    body = models.CharField(max_length=80, blank=True)
    unit_key = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=300)
    basis = models.CharField(max_length=300)
    by_law = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)

    class Meta:
        verbose_name = "cơ quan của hồ sơ"
        verbose_name_plural = "cơ quan của hồ sơ"

    def __str__(self) -> str:
        return f"{self.duty}: {self.title}"


class StageEvent(models.Model):
    """A step that was taken. ``on`` is its date in law, from which the next clock runs."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    from_stage = models.CharField(max_length=40, blank=True)
    to_stage = models.CharField(max_length=40)
    on = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    due = models.DateField(null=True, blank=True)
    late = models.BooleanField(null=True, blank=True)
    duty_title = models.CharField(max_length=300, blank=True)
    head = models.CharField(max_length=200, blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["case", "number"]
        verbose_name = "bước đã làm"
        verbose_name_plural = "bước đã làm"
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="case_event_once")]

    def __str__(self) -> str:
        return f"{self.step} {self.on}"


class CaseRevision(models.Model):
    """What the fields of a case held at one version: the common ground of two people who edit it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["case", "-version"]
        verbose_name = "lần sửa hồ sơ"
        verbose_name_plural = "lần sửa hồ sơ"
        constraints = [models.UniqueConstraint(fields=["case", "version"], name="case_revision_once")]

    def __str__(self) -> str:
        return f"{self.case_id}.{self.version}"


class CaseDocument(models.Model):
    """One version of a document. Bytes lie in the workspace under their hash; the same bytes lie once."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="documents")
    item = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=8)
    note = models.CharField(max_length=300, blank=True)
    stage = models.CharField(max_length=40)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    added_at = models.DateTimeField(auto_now_add=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["case", "item", "-number"]
        verbose_name = "tài liệu"
        verbose_name_plural = "tài liệu"
        constraints = [models.UniqueConstraint(fields=["case", "item", "number"], name="case_document_once")]

    def __str__(self) -> str:
        return self.name


class CaseConsultant(models.Model):
    """A consultant's person who may see the case and put in its documents."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="consultants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "người của tư vấn"
        verbose_name_plural = "người của tư vấn"
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_consultant_once")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.user_id}"


class Stance(models.TextChoices):
    """What an opinion comes to."""

    AGREES = "agrees", "Đồng ý"
    PARTLY = "partly", "Đồng ý, cần chỉnh sửa"
    OBJECTS = "objects", "Không đồng ý"


class Office(models.TextChoices):
    """Office in an appraisal council."""

    CHAIR = "chair", "Chủ tịch hội đồng"
    SECRETARY = "secretary", "Thư ký"
    MEMBER = "member", "Ủy viên"


class CouncilMember(models.Model):
    """A member of the council of one case, with the written opinion; ``user`` where they have an account."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="council")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    name = models.CharField(max_length=150)
    position = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=10, choices=Office.choices, default=Office.MEMBER)
    stance = models.CharField(max_length=8, choices=Stance.choices, blank=True)
    opinion = models.TextField(blank=True)
    opined_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = "thành viên hội đồng"
        verbose_name_plural = "thành viên hội đồng"

    def __str__(self) -> str:
        return self.name

    def owner_ids(self, action: str) -> set[int]:
        """Whose own opinion this is, as long as the council sits; asked by ``can``."""
        from dothi.registry.procedures.rules import council_sits  # noqa: PLC0415

        own = self.user_id is not None and action == "cases.opine" and council_sits(self.case)
        return {self.user_id} if own and self.user_id is not None else set()


class BodyOpinion(models.Model):
    """A written opinion of a body on a case: asked when, answered when, with which number."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    item = models.CharField(max_length=40)
    body_title = models.CharField(max_length=300)
    asked_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=80, blank=True)
    stance = models.CharField(max_length=8, choices=Stance.choices, blank=True)
    text = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["case", "item", "asked_on", "pk"]
        verbose_name = "ý kiến cơ quan"
        verbose_name_plural = "ý kiến cơ quan"

    def __str__(self) -> str:
        return self.body_title


class CalendarFeed(models.Model):
    """A private address of a person's deadlines. Only the hash of its token is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "lịch riêng"
        verbose_name_plural = "lịch riêng"

    def __str__(self) -> str:
        return str(self.user_id)


class Reminder(models.Model):
    """A mail that was sent, so that it is sent once."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=40)
    due = models.DateField()
    mark = models.CharField(max_length=10)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "thư nhắc"
        verbose_name_plural = "thư nhắc"
        constraints = [
            models.UniqueConstraint(fields=["case", "user", "what", "due", "mark"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.what} {self.due}"
