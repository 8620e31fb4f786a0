"""Where a fact or a figure comes from."""

from __future__ import annotations

from django.db import models


class Source(models.Model):
    """A document, table or map that facts and figures are traced to.

    ``confidence`` is that of :mod:`dothi.law`: official, secondary or unconfirmed. ``number``, ``issuer`` and
    ``issued_on`` are given for official documents and stay empty otherwise: never guessed.
    """

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    issuer = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=80, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    url = models.URLField(blank=True)
    licence = models.CharField(max_length=120, blank=True)
    confidence = models.CharField(max_length=12, default="secondary")
    illustrative = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["title"]
        verbose_name = "nguồn"
        verbose_name_plural = "nguồn"

    def __str__(self) -> str:
        return self.title
