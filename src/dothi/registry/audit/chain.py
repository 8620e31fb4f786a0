"""Checking that every entry is there, in order and unchanged, up to the sealed head."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from dothi.registry.audit import keys
from dothi.registry.audit.models import AuditEntry, ChainHead
from dothi.registry.audit.trail import GENESIS, HEAD, entry_hash, head_seal

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing wrong. ``kind``: changed, removed, reordered, truncated, head or anchor."""

    sequence: int
    kind: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked. ``sequence`` and ``hash`` of the last good entry can be noted down as an anchor."""

    count: int
    sequence: int
    hash: str
    broken: Break | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing was found wrong."""
        return self.broken is None


def verify(anchor: tuple[int, str] | None = None) -> Verification:
    """Walk the whole chain and name the first break.

    ``anchor`` is a number and hash noted down earlier, kept outside the database: with it even a chain that
    was put back to an older state together with its head is found out. Writers wait only for the last few
    entries.
    """
    head = ChainHead.objects.filter(pk=HEAD).first()
    if head is None:
        return _without_head(anchor)
    secret = keys.chain_key(keys.master_key(may_make=False))
    walk = _Walk(secret, anchor)
    walk.over(AuditEntry.objects.filter(sequence__lte=head.sequence).order_by("sequence").iterator(CHUNK))
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().get(pk=HEAD)
        walk.over(AuditEntry.objects.filter(sequence__gt=walk.sequence).order_by("sequence").iterator(CHUNK))
    walk.end_at(head)
    return Verification(walk.count, walk.sequence, walk.hash, walk.broken)


class _Walk:
    """State of one pass along the chain; stops at the first break."""

    def __init__(self, secret: bytes, anchor: tuple[int, str] | None) -> None:
        self.secret = secret
        self.anchor = anchor
        self.count = 0
        self.sequence = 0
        self.hash = GENESIS
        self.broken: Break | None = None

    def over(self, entries: Iterable[AuditEntry]) -> None:
        for entry in entries:
            if self.broken is not None:
                return
            self._step(entry)

    def end_at(self, head: ChainHead) -> None:
        if self.broken is not None:
            return
        if not hmac.compare_digest(head.seal, head_seal(self.secret, head)):
            self._break(head.sequence, "head", "Đầu chuỗi đã bị sửa", "The head of the chain was changed")
        elif head.sequence > self.sequence:
            self._break(
                self.sequence + 1,
                "truncated",
                f"Thiếu các bản ghi từ {self.sequence + 1} đến {head.sequence}",
                f"Entries {self.sequence + 1} to {head.sequence} are missing",
            )
        elif head.sequence < self.sequence or head.hash != self.hash:
            self._break(
                head.sequence,
                "head",
                "Đầu chuỗi không khớp bản ghi cuối",
                "The head does not fit the last entry",
            )
        elif self.anchor is not None and self.anchor[0] > self.sequence:
            self._break(
                self.sequence + 1,
                "anchor",
                f"Chuỗi ngắn hơn mốc đã ghi ({self.anchor[0]})",
                f"The chain is shorter than the anchor noted ({self.anchor[0]})",
            )

    def _step(self, entry: AuditEntry) -> None:
        expected = self.sequence + 1
        genuine = hmac.compare_digest(entry.hash, entry_hash(self.secret, entry))
        if entry.sequence != expected and genuine:
            last = entry.sequence - 1
            self._break(
                expected,
                "removed",
                f"Thiếu bản ghi {expected}" + (f" đến {last}" if last > expected else ""),
                f"Entry {expected}" + (f" to {last} are" if last > expected else " is") + " missing",
            )
        elif not genuine:
            self._break(
                entry.sequence,
                "changed",
                f"Bản ghi {entry.sequence} đã bị sửa hoặc đổi chỗ",
                f"Entry {entry.sequence} was changed or moved",
            )
        elif entry.previous != self.hash:
            self._break(
                entry.sequence,
                "reordered",
                f"Bản ghi {entry.sequence} không nối với bản ghi trước nó",
                f"Entry {entry.sequence} does not follow the one before it",
            )
        elif self.anchor is not None and self.anchor[0] == entry.sequence and self.anchor[1] != entry.hash:
            self._break(
                entry.sequence,
                "anchor",
                f"Bản ghi {entry.sequence} khác mốc đã ghi",
                f"Entry {entry.sequence} differs from the anchor noted",
            )
        else:
            self.count, self.sequence, self.hash = self.count + 1, entry.sequence, entry.hash

    def _break(self, sequence: int, kind: str, vi: str, en: str) -> None:
        self.broken = Break(sequence, kind, vi, en)


def _without_head(anchor: tuple[int, str] | None) -> Verification:
    first = AuditEntry.objects.order_by("sequence").first()
    if first is not None:
        gone = Break(first.sequence, "head", "Mất đầu chuỗi", "The head of the chain is missing")
        return Verification(0, 0, GENESIS, gone)
    if anchor is not None:
        return Verification(
            0, 0, GENESIS, Break(1, "anchor", "Nhật ký trống, trong khi đã có mốc", "The record is empty")
        )
    return Verification(0, 0, GENESIS)
