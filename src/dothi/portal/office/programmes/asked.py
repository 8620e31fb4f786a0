"""What the reader of a review page asked to see, as its address says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest

from dothi.base.text import fold
from dothi.programme.items import KINDS
from dothi.registry.programmes.models import ItemState

UNREVIEWED, REJECTED, GUESSED = "chua-xem", "bi-loai", "phai-doan"
SHOWN = ("", UNREVIEWED, REJECTED, GUESSED)
_STATES = {UNREVIEWED: ItemState.UNREVIEWED, REJECTED: ItemState.REJECTED}
_MOST_KEPT = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters and part of the document. ``keep`` names items to be shown whatever the filters say.

    They are those that stand on the reader's page already: what was just accepted does not vanish under the
    hand that accepted it.
    """

    show: str = ""
    kind: str = ""
    text: str = ""
    part: int = 1
    keep: frozenset[int] = frozenset()

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read the address and the form; what makes no sense counts as not asked."""
        get = request.GET
        kept = (request.POST.get("giu") or get.get("giu", "")).split(",")[:_MOST_KEPT]
        return cls(
            get.get("hien", "") if get.get("hien") in SHOWN else "",
            get.get("loai", "") if get.get("loai") in KINDS else "",
            get.get("q", "").strip()[:200],
            whole(get.get("phan", ""), 1),
            frozenset(int(one) for one in kept if one.isascii() and one.isdigit() and len(one) < 12),
        )

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered out."""
        return bool(self.show or self.kind or self.text)

    @property
    def wanted(self) -> Q:
        """The filters as a condition on items, but for that on guesses, which are no columns."""
        wanted = Q()
        if self.show in _STATES:
            wanted &= Q(state=_STATES[self.show])
        if self.kind:
            wanted &= Q(kind=self.kind)
        if self.text:
            wanted &= Q(folded__contains=fold(self.text))
        return wanted | Q(pk__in=self.keep) if self.narrowed and self.keep else wanted

    def query(self, *, part: int | None = None, keep: int | None = None) -> str:
        """The address's query for the same question, with its leading mark; empty for a bare page."""
        page = self.part if part is None else part
        values = {
            "hien": self.show,
            "loai": self.kind,
            "q": self.text,
            "phan": "" if page == 1 else str(page),
        }
        if keep is not None and self.narrowed:
            values["giu"] = str(keep)
        given = {name: value for name, value in values.items() if value}
        return f"?{urlencode(given)}" if given else ""

    def everything(self) -> Asked:
        """The same without filters, from the first part on."""
        return replace(self, show="", kind="", text="", part=1)


def whole(text: str, otherwise: int = 0) -> int:
    """A whole number as a form sends it; ``otherwise`` for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
