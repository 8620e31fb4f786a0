"""Layers of themes (restrictions, current use), the cadastre, who answers for plans being complete, extracts.

The first two are dated facts: a correction is a new row, and what was known on an earlier day can still be
read. An extract never changes. A watch is a person's own, and goes with the account. Requests for written
information rest on an extract.
The first three are dated facts: a correction is a new row, and what was known on an earlier day can still be
read. An extract never changes. A watch is a person's own, and goes with the account.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from dothi.registry.dated import Dated


class ThemeLayer(Dated):
    """A layer of the lake that speaks of one theme of the law table ``land_themes``.

    ``covers`` is the ground it answers for, as a GeoJSON geometry in WGS 84: there, no feature means no
    restriction. Empty, the layer only says where something is. ``scale`` is that of its drawing. With a
    ``facility`` (of the law table ``protection_distances``, or ``each``) its features keep land away.
    """

    theme = models.CharField(max_length=40, db_index=True)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    layer = models.CharField(max_length=64)
    covers = models.JSONField(null=True, blank=True)
    scale = models.PositiveIntegerField()
    document = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200, blank=True)
    facility = models.CharField(max_length=40, blank=True)
    illustrative = models.BooleanField(default=False)
    west = models.FloatField(null=True, blank=True)
    south = models.FloatField(null=True, blank=True)
    east = models.FloatField(null=True, blank=True)
    north = models.FloatField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["theme", "title", "pk"]
        verbose_name = "lớp chủ đề"
        verbose_name_plural = "lớp chủ đề"

    def __str__(self) -> str:
        return self.title


class ParcelLayer(Dated):
    """A snapshot of the cadastre in the lake: its columns are those of :mod:`dothi.land.cadastre`.

    ``units`` are keys of the communes in which its parcels are counted: for these it answers. Since when it
    shows the land as it is stands in its period.
    """

    title = models.CharField(max_length=200)
    layer = models.CharField(max_length=64)
    units = models.JSONField()
    parcels = models.PositiveIntegerField()
    document = models.CharField(max_length=300)
    issuer = models.CharField(max_length=200, blank=True)
    illustrative = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-starts_latest", "-pk"]
        verbose_name = "bản đồ địa chính"
        verbose_name_plural = "bản đồ địa chính"

    def __str__(self) -> str:
        return self.title


class CompletenessStatement(Dated):
    """Somebody answers for it that every plan of a level that covers this ground is on record.

    Only where such a statement holds can a look-up say that no plan of the level applies.
    """

    level = models.CharField(max_length=20, db_index=True)
    covers = models.JSONField()
    place = models.CharField(max_length=200)
    authority = models.CharField(max_length=200)
    document = models.CharField(max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["level", "place", "pk"]
        verbose_name = "xác nhận đủ đồ án"
        verbose_name_plural = "xác nhận đủ đồ án"

    def __str__(self) -> str:
        return f"{self.level}: {self.place}"


class Extract(models.Model):
    """What the system said of a piece of land, as it was handed out.

    ``statement`` is the text of :func:`dothi.land.extract.statement_of`, kept letter by letter: ``digest`` is
    the SHA-256 of its bytes. It names nobody; ``made_by`` is empty for the public.
    """

    code = models.CharField(max_length=16, unique=True)
    digest = models.CharField(max_length=64)
    statement = models.TextField()
    language = models.CharField(max_length=2)
    as_of = models.DateField()
    as_known_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "pk"]
        verbose_name = "tờ tra cứu"
        verbose_name_plural = "tờ tra cứu"

    def __str__(self) -> str:
        return self.code


class Watch(models.Model):
    """Land of which somebody wants to hear when plans change there.

    ``shape`` is a GeoJSON point or polygon in WGS 84, the four numbers its box; ``language`` is that of the
    mails.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches")
    title = models.CharField(max_length=120)
    shape = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    language = models.CharField(max_length=5)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "nơi theo dõi"
        verbose_name_plural = "nơi theo dõi"

    def __str__(self) -> str:
        return self.title


class InformationRequest(models.Model):
    """Somebody asks the agency for written information on the land of an extract.

    ``code`` is what the asker quotes; ``unit_key`` the commune in which the land lies when it is asked, as
    far as one holds it. Name and contact are for the office alone, and go with the account of who asked.
    """

    code = models.CharField(max_length=16, unique=True)
    extract = models.ForeignKey(Extract, on_delete=models.PROTECT, related_name="requests")
    unit_key = models.CharField(max_length=80, blank=True, db_index=True)
    name = models.CharField(max_length=120)
    contact = models.CharField(max_length=200)
    words = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=5)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "đề nghị cung cấp thông tin"
        verbose_name_plural = "đề nghị cung cấp thông tin"

    def __str__(self) -> str:
        return self.code


class VerdictOverride(Dated):
    """What a person concluded of a plan, a level or a theme on some ground, against what is computed.

    ``kind`` and ``key`` name what it is about (:data:`dothi.land.overrides.KINDS`), ``version`` a plan's
    version, empty for any. ``covers`` is the ground, a GeoJSON geometry in WGS 84. ``author`` is who answers
    for it by office, ``recorded_by`` who entered it. Withdrawn, it stays readable as history.
    """

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=80)
    version = models.PositiveIntegerField(null=True, blank=True)
    covers = models.JSONField()
    place = models.CharField(max_length=200)
    verdict = models.CharField(max_length=20)
    reason = models.CharField(max_length=1000)
    document = models.CharField(max_length=300)
    author = models.CharField(max_length=200)
    decided_on = models.DateField()
    withdrawal = models.CharField(max_length=1000, blank=True)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = "kết luận khác kết quả tra cứu"
        verbose_name_plural = "kết luận khác kết quả tra cứu"

    def __str__(self) -> str:
        return f"{self.key}: {self.place}"
