"""What stands above a paragraph: its section, the years of its headings, its region and cluster."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dothi.programme.clusters import opening_head
from dothi.programme.model import ClusterKind
from dothi.programme.sentences import Stretch
from dothi.programme.targets import Years
from dothi.programme.tree import Branch
from dothi.programme.view import View
from dothi.programme.years import years_in

_INDICATOR = re.compile(
    r"(?:Tỷ lệ|Tỉ lệ|Tỷ trọng|Số|Số lượng|Diện tích|Mật độ|Dân số|Quy mô|Tốc độ|Thu nhập|Chỉ số)(?!\w)"
)
_LONGEST_LEAD = 200
_LONGEST_OWN_LEAD = 60


@dataclass(frozen=True, slots=True)
class Heads:
    """Names of the region, cluster and chain a paragraph stands under, and their path as written."""

    region: str | None = None
    cluster: str | None = None
    chain: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Above:
    """All branches of a document, to look upwards from one of them."""

    view: View
    by_id: dict[str, Branch]

    def line(self, branch: Branch) -> list[Branch]:
        """The branch and what it stands under, nearest first, without documents."""
        ids = [*branch.ancestors[::-1]]
        return [branch, *(self.by_id[i] for i in ids if self.by_id[i].kind != "document")]

    def section(self, branch: Branch) -> str | None:
        """Label and heading of the nearest section."""
        for above in self.line(branch):
            if above.kind == "section":
                heading = self.view.words(above.body, above.body_end)
                return f"{above.label} {heading}".strip() if above.label else heading
        return None

    def section_id(self, branch: Branch) -> str | None:
        """The nearest section's node."""
        return next((above.id for above in self.line(branch) if above.kind == "section"), None)

    def years(self, branch: Branch) -> Years | None:
        """Years of the nearest heading or lead-in that gives any; ``None`` when it gives several."""
        for above in self.line(branch)[1:]:
            stretch = self._lead(above)
            if stretch is None:
                continue
            whens = [w for w in years_in(self.view.text, *stretch) if w.use in {"aim", "vision"}]
            aims = [w for w in whens if w.use == "aim"] or whens
            if aims:
                single = len(aims) == 1 and len(aims[0].options) == 1
                return aims[0].options[0] if single else None
        return None

    def lead_years(self, branch: Branch) -> Years | None:
        """Years of the words a paragraph sets before a colon: "Tầm nhìn đến năm 2045: ..."."""
        end = self.view.text.find(":", branch.body, min(branch.body_end, branch.body + _LONGEST_OWN_LEAD))
        if end < 0 or any(c in ";,." for c in self.view.text[branch.body : end]):
            return None
        whens = [w for w in years_in(self.view.text, branch.body, end) if w.use == "aim"]
        return whens[0].options[0] if len(whens) == 1 and len(whens[0].options) == 1 else None

    def indicator(self, branch: Branch) -> Stretch | None:
        """The indicator a heading or lead-in right above names."""
        above = self.line(branch)[1:2]
        stretch = self._lead(above[0]) if above else None
        if stretch and _INDICATOR.match(self.view.text, *stretch):
            end = stretch[1]
            while end > stretch[0] and self.view.text[end - 1] in " :;,.\n":
                end -= 1
            return stretch[0], end
        return None

    def heads(self, branch: Branch) -> Heads:
        """Region, cluster and chain, from the outside in."""
        found: dict[ClusterKind, str] = {}
        path: list[str] = []
        for above in reversed(self.line(branch)):
            head = self.opening(above)
            if head is None:
                continue
            kind, name = head
            found[kind] = self.view.words(*name)
            lead = self._short_lead(above, name) if kind == "region" else None
            path.append(lead or found[kind])
            if kind == "region":
                found.pop("cluster", None)
        return Heads(found.get("region"), found.get("cluster"), found.get("chain"), " / ".join(path) or None)

    def opening(self, branch: Branch) -> tuple[ClusterKind, Stretch] | None:
        """The cluster, corridor, chain or region a branch opens with."""
        if branch.kind not in {"section", "item", "paragraph"}:
            return None
        head = opening_head(self.view.text, branch.body, branch.body_end)
        if head is None or head[0] == "corridor":
            return None
        after = self.view.text[head[1][1] : branch.body_end].strip()
        if head[0] == "region" and branch.kind != "section" and not after.startswith(":"):
            return None
        return head

    def _lead(self, branch: Branch) -> Stretch | None:
        if branch.kind == "section":
            return branch.body, branch.body_end
        if (
            branch.kind in {"item", "paragraph"}
            and branch.text.endswith(":")
            and len(branch.text) <= _LONGEST_LEAD
        ):
            return branch.body, branch.body_end
        return None

    def _short_lead(self, branch: Branch, name: Stretch) -> str | None:
        return self.view.words(branch.body, name[1]) if branch.kind != "section" else None
