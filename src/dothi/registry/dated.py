"""The shared base of everything that answers ``as_of`` and ``as_known_on``.

A row states a fact with its legal period (both ends as intervals of days, see :mod:`dothi.base.time`) and
with the time it was recorded. Rows are never changed in place: a correction withdraws the old row and records
a new one, so what was known on an earlier day can still be read.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from dothi.base.time import Bound, Period


def end_of(day: date) -> datetime:
    """The moment just after ``day`` in the office's time zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class DatedQuerySet(models.QuerySet[Any]):
    """Questions of time that every dated model answers alike."""

    def as_known_on(self, day: date | None = None) -> Self:
        """Rows on record at the end of ``day``, or just before a moment; today's rows when none is given."""
        if day is None:
            return self.filter(withdrawn_at=None)
        moment = day if isinstance(day, datetime) else end_of(day)
        return self.filter(Q(withdrawn_at=None) | Q(withdrawn_at__gte=moment), recorded_at__lt=moment)

    def certainly_on(self, day: date) -> Self:
        """Rows whose period holds on ``day`` beyond doubt."""
        return self.filter(starts_latest__lte=day, ends_earliest__gt=day)

    def possibly_on(self, day: date) -> Self:
        """Rows whose period holds, or may hold, on ``day``."""
        return self.filter(
            Q(starts_earliest=None) | Q(starts_earliest__lte=day),
            Q(ends_latest=None) | Q(ends_latest__gt=day),
        )


class Dated(models.Model):
    """A fact with a legal period and a recorded period."""

    starts_earliest = models.DateField(null=True, blank=True)
    starts_latest = models.DateField(null=True, blank=True)
    ends_earliest = models.DateField(null=True, blank=True)
    ends_latest = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, db_index=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def period(self) -> Period:
        """Legal validity."""
        return Period(
            Bound(self.starts_earliest, self.starts_latest), Bound(self.ends_earliest, self.ends_latest)
        )

    @period.setter
    def period(self, value: Period) -> None:
        self.starts_earliest, self.starts_latest = value.start.earliest, value.start.latest
        self.ends_earliest, self.ends_latest = value.end.earliest, value.end.latest

    def withdraw(self, at: datetime | None = None) -> None:
        """Take the row off the record without losing it; the row still answers for earlier days."""
        self.withdrawn_at = at or timezone.now()
        self.save(update_fields=["withdrawn_at"])

    def replace_with(self, other: Self) -> Self:
        """Withdraw this row and record ``other`` at the same moment."""
        with transaction.atomic():
            moment = timezone.now()
            self.withdraw(moment)
            other.recorded_at = moment
            other.save()
        return other
