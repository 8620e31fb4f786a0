"""The chain of entries, its head, and the keys of the people it speaks of."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(RuntimeError):
    """Someone tried to change or remove an entry of the record."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Reading only: what stands in the record is neither changed nor removed."""

    def update(self, **_: Any) -> NoReturn:
        raise AppendOnlyError("audit entries are never changed")

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyError("audit entries are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("audit entries are never removed")


class AuditEntry(models.Model):
    """One thing somebody did. Written by :func:`dothi.registry.audit.trail.record` alone.

    ``actor_id`` is a number and no foreign key: an entry outlives the account. ``personal`` maps a person's
    number to a sealed text, or to null where that person had been erased before the entry was written.
    """

    sequence = models.BigIntegerField("số thứ tự", primary_key=True)
    at = models.DateTimeField("lúc", db_index=True)
    actor_id = models.BigIntegerField("người thực hiện", null=True, db_index=True)
    action = models.CharField("việc", max_length=60, db_index=True)
    subject = models.CharField("đối tượng", max_length=200, db_index=True)
    details = models.JSONField("chi tiết", default=dict)
    personal = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        verbose_name = "bản ghi nhật ký"
        verbose_name_plural = "nhật ký"

    def __str__(self) -> str:
        return f"{self.sequence}: {self.action} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("audit entries are never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnlyError("audit entries are never removed")


class ChainHead(models.Model):
    """The last entry's number and hash, in one row whose lock puts writers in a line.

    ``seal`` is an HMAC over both, so a shortened chain cannot be given a head that fits.
    """

    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "đầu chuỗi nhật ký"
        verbose_name_plural = "đầu chuỗi nhật ký"

    def __str__(self) -> str:
        return f"{self.sequence}: {self.hash[:12]}"


class PersonKey(models.Model):
    """The key that seals one person's data; destroying it erases them and leaves the chain whole."""

    person_id = models.BigIntegerField(unique=True)
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "khóa cá nhân"
        verbose_name_plural = "khóa cá nhân"

    def __str__(self) -> str:
        return str(self.person_id)
