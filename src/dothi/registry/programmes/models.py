"""Programmes, their documents, their versions, and the items each version consists of.

A version (edition) is worked on while it is under review and frozen when it is adopted. Its legal period is
a dated row of its own, so that what was known on an earlier day stays readable when a later version ends it.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from dothi.registry.dated import Dated
from dothi.registry.sources.models import Source


class Programme(models.Model):
    """A programme that a province follows, through all its versions."""

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    illustrative = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = "chương trình"
        verbose_name_plural = "chương trình"

    def __str__(self) -> str:
        return self.title


class Document(models.Model):
    """A file as it was sent, its text, and what the reader found of its form.

    ``text`` is what all positions refer to. ``reading`` holds the document tree, what was left over and what
    was guessed, under the keys of ``docs/programme-reading.md``; nothing of it is ever changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    content = models.BinaryField()
    text = models.TextField(blank=True)
    reading = models.JSONField(default=dict)
    code_version = models.CharField(max_length=20, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = "văn bản chương trình"
        verbose_name_plural = "văn bản chương trình"

    def __str__(self) -> str:
        return self.name


class EditionState(models.TextChoices):
    """Life of a version. Only an adopted one is ever shown to the public."""

    READING = "reading", "Đang đọc"
    REVIEW = "review", "Đang rà soát"
    ADOPTED = "adopted", "Đã xác lập"
    ABANDONED = "abandoned", "Đã bỏ"


class Edition(models.Model):
    """One version of a programme. ``number`` and titles are given on adoption, numbers from 1 up.

    ``unreviewed`` counts the items nobody had confirmed when it was adopted; ``digest`` is the SHA-256 of
    everything it says, in the form that :mod:`dothi.registry.programmes.digests` describes. ``steps`` counts
    the steps of its review and grows with each.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=400, blank=True)
    title_en = models.CharField(max_length=400, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="editions")
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers"
    )
    state = models.CharField(max_length=10, choices=EditionState.choices, default=EditionState.READING)
    reason = models.CharField(max_length=300, blank=True)
    decision_number = models.CharField(max_length=80, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unreviewed = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    digest_form = models.PositiveSmallIntegerField(default=2)
    steps = models.PositiveIntegerField(default=0)
    job = models.UUIDField(null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["programme", "-opened_at"]
        verbose_name = "phiên bản chương trình"
        verbose_name_plural = "phiên bản chương trình"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "number"], condition=Q(number__isnull=False), name="edition_number_once"
            ),
            models.UniqueConstraint(
                fields=["programme"], condition=Q(state__in=["reading", "review"]), name="edition_one_in_hand"
            ),
        ]

    @property
    def called(self) -> str:
        """The title it was adopted under; while in hand, that of its programme."""
        return self.title or self.programme.title

    def __str__(self) -> str:
        return f"{self.called} ({self.number or 'đang rà soát'})"


class EditionPeriod(Dated):
    """The time in which an adopted version is the programme."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="periods")

    class Meta:
        verbose_name = "thời gian hiệu lực"
        verbose_name_plural = "thời gian hiệu lực"

    def __str__(self) -> str:
        return str(self.edition)


class ItemState(models.TextChoices):
    """What an officer said of an item."""

    UNREVIEWED = "unreviewed", "Chưa xem"
    ACCEPTED = "accepted", "Chấp nhận"
    REJECTED = "rejected", "Loại bỏ"


class Item(models.Model):
    """One thing the programme says: a stretch of its text and the fields it was taken for.

    ``line`` names the item through all versions. ``gone`` marks what was split, merged or undone away: it is
    no part of the version and stays for undoing. ``version`` grows with every change, so that whoever saw an
    older one is told so. Items are changed by :mod:`dothi.registry.programmes.review` only.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="items")
    line = models.UUIDField(default=uuid.uuid4, db_index=True)
    kind = models.CharField(max_length=12, db_index=True)
    node = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    rank = models.PositiveSmallIntegerField(default=0)
    fields = models.JSONField(default=dict)
    folded = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.UNREVIEWED)
    origin = models.CharField(max_length=8, default="read")
    gone = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["start", "rank", "pk"]
        verbose_name = "nội dung chương trình"
        verbose_name_plural = "nội dung chương trình"
        indexes = [models.Index(fields=["edition", "gone", "state"], name="item_in_hand")]

    def __str__(self) -> str:
        return f"{self.kind} {self.node}"


class ItemLink(models.Model):
    """A tie between an item and something on record: a town, unit, body or indicator."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=80, db_index=True)

    class Meta:
        verbose_name = "liên kết"
        verbose_name_plural = "liên kết"
        constraints = [models.UniqueConstraint(fields=["item", "kind", "key"], name="item_link_once")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class ReviewStep(models.Model):
    """One step of a review: the items it touched as they were and as it left them.

    Steps are numbered within their edition without gaps. Undoing is a step of its own that names the one it
    takes back.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="review_steps")
    number = models.PositiveIntegerField()
    deed = models.CharField(max_length=10)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["edition", "number"]
        verbose_name = "bước rà soát"
        verbose_name_plural = "bước rà soát"
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="review_step_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.number} {self.deed}"
