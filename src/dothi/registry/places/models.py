"""Administrative units and towns through time.

A unit keeps its ``key`` while its name, kind or parent may change: each state is a row of its own with its
legal period. Keys read ``3c-502`` (code list of three levels, until 30/6/2025) and ``2c-20551`` (two levels
since 1/7/2025), because both lists use the same numbers for different units.
"""

from __future__ import annotations

from django.db import models

from dothi.registry.dated import Dated
from dothi.registry.sources.models import Source


class Pack(models.Model):
    """A province pack as it was last loaded.

    ``home`` lists the units whose people and towns the pack speaks for; ``changes`` the days on which the
    unit lists changed (``[{"day": "2025-07-01", "vi": ..., "en": ..., "source": ...}]``); the extent is for
    zooming and leaves out what lies far off the coast.
    """

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    home = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["key"]
        verbose_name = "gói dữ liệu tỉnh"
        verbose_name_plural = "gói dữ liệu tỉnh"

    def __str__(self) -> str:
        return self.title


class FromPack(Dated):
    """A dated fact with its source; ``pack`` names the province pack it came with, if it did."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    pack = models.SlugField(max_length=40, blank=True, db_index=True)

    class Meta:
        abstract = True


class Unit(FromPack):
    """One state of an administrative unit. ``level``: 1 province, 2 district, 3 commune.

    ``outline`` is GeoJSON geometry in WGS 84, generalised for screens; ``outline_basis`` says how it was made
    (``published``, ``dissolved``, ``""`` where there is none). ``code`` is empty where the source gives none.
    """

    key = models.CharField(max_length=80, db_index=True)
    code = models.CharField(max_length=10, blank=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    parent_key = models.CharField(max_length=80, blank=True, db_index=True)
    folded = models.CharField(max_length=160, db_index=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    official_area_km2 = models.DecimalField(max_digits=12, decimal_places=3, null=True, blank=True)
    outline = models.JSONField(null=True, blank=True)
    outline_basis = models.CharField(max_length=20, blank=True)
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["level", "key", "starts_latest"]
        verbose_name = "đơn vị hành chính"
        verbose_name_plural = "đơn vị hành chính"

    def __str__(self) -> str:
        return self.name


class UnitLink(FromPack):
    """A unit passed on to a successor on the day its period starts.

    ``share`` is the part (0-1] of the predecessor that went over, null where it is not known; ``whole``
    says that all of it did.
    """

    predecessor_key = models.CharField(max_length=80, db_index=True)
    successor_key = models.CharField(max_length=80, db_index=True)
    whole = models.BooleanField()
    share = models.DecimalField(max_digits=9, decimal_places=8, null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "kế thừa đơn vị"
        verbose_name_plural = "kế thừa đơn vị"

    def __str__(self) -> str:
        return f"{self.predecessor_key} → {self.successor_key}"


class Town(FromPack):
    """A town (đô thị): a settlement with a class, which need not be an administrative unit.

    ``region``, ``cluster``, ``corridor`` and ``chain`` stay empty where no document gives them. ``status``:
    ``recognised`` or ``planned``; ``note`` says what a reader should know of how the row came about.
    """

    key = models.SlugField(max_length=80, db_index=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=160, db_index=True)
    region = models.CharField(max_length=80, blank=True)
    cluster = models.CharField(max_length=120, blank=True)
    corridor = models.CharField(max_length=120, blank=True)
    chain = models.CharField(max_length=120, blank=True)
    status = models.CharField(max_length=20, default="recognised")
    note = models.CharField(max_length=300, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    illustrative = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        verbose_name = "đô thị"
        verbose_name_plural = "đô thị"

    def __str__(self) -> str:
        return self.name


class TownUnit(FromPack):
    """A unit that a town covers. ``coverage``: ``full``, ``part`` or ``unknown``."""

    town_key = models.SlugField(max_length=80, db_index=True)
    unit_key = models.CharField(max_length=80, db_index=True)
    coverage = models.CharField(max_length=10, default="unknown")

    class Meta:
        verbose_name = "phạm vi đô thị"
        verbose_name_plural = "phạm vi đô thị"

    def __str__(self) -> str:
        return f"{self.town_key} ⊇ {self.unit_key}"


class TownClass(FromPack):
    """A town's class under one rule set: always the pair. Written by recorded decisions only.

    ``decision_number`` stays empty where only a secondary source tells of the class; ``confidence`` then
    says so.
    """

    town_key = models.SlugField(max_length=80, db_index=True)
    rule_set = models.CharField(max_length=40)
    class_code = models.CharField(max_length=10)
    decision_number = models.CharField(max_length=80, blank=True)
    decision_date = models.DateField(null=True, blank=True)
    confidence = models.CharField(max_length=12)

    class Meta:
        verbose_name = "loại đô thị"
        verbose_name_plural = "loại đô thị"

    def __str__(self) -> str:
        return f"{self.town_key}: {self.class_code} ({self.rule_set})"


class Alias(FromPack):
    """Another spelling or an earlier name of a unit or a town, reviewed, with the reason.

    ``subject``: ``unit`` or ``town``. ``reason``: ``spelling``, ``kind-changed``, ``parent-changed`` or
    ``other-name``.
    """

    subject = models.CharField(max_length=4)
    key = models.CharField(max_length=80, db_index=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=160)
    reason = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["subject", "key", "name"]
        verbose_name = "tên khác"
        verbose_name_plural = "tên khác"

    def __str__(self) -> str:
        return self.name
