"""What the map of a consultation needs to draw: the plan, the ground, the statements, words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from dothi.portal.api.plans import plan_values
from dothi.portal.public.map_words import map_words
from dothi.portal.public.plans.page import shares_of
from dothi.registry.consultation.models import Consultation
from dothi.registry.places.models import Unit
from dothi.registry.places.queries import pack_info
from dothi.registry.plans.queries import version_of
from dothi.registry.plans.reporting import report_file


def map_values(row: Consultation) -> dict[str, Any]:
    """Everything for the script, as plain values; ``extent`` is ``None`` where nothing is known."""
    version = row.plan_version
    told = version_of(version.plan.key, version.number, timezone.localdate()) if version else None
    drawing = row.dossier is not None and report_file(row.dossier, "drawing") is not None
    return {
        "extent": _extent(row, told.extent if told else None),
        "area": row.area,
        "plans": [plan_values(told)] if told else [],
        "colours": {share.function.key: share.function.colour for share in shares_of(told)} if told else {},
        "drawing": reverse("public:consultation_drawing", args=[row.key]) if drawing else "",
        "statements": reverse("api:consultation_statements", args=[row.key]),
        "units": reverse("api:units"),
        "illustrative": row.illustrative,
        "words": _words(),
    }


def _extent(row: Consultation, plan: tuple[float, float, float, float] | None) -> list[float] | None:
    """The area asked about, the plan, the commune, or the province."""
    own = [row.west, row.south, row.east, row.north]
    if None not in own:
        return [float(value or 0) for value in own]
    if plan is not None:
        return list(plan)
    unit = Unit.objects.as_known_on().filter(key=row.unit_key).exclude(west=None).first()
    if unit is not None:
        return [unit.west, unit.south, unit.east, unit.north]
    info = pack_info()
    return list(info.extent) if info is not None else None


def _words() -> dict[str, Any]:
    return {
        "attribution": _("Nền: ranh giới khái quát, không dùng để đo đạc"),
        "illustrative": _("Dữ liệu minh họa"),
        "failed": _("Chưa tải được bản đồ. Ghi nơi góp ý bằng chữ vào ô bên dưới."),
        "controls": map_words()["controls"],
        "point": _("Chạm vào nơi anh/chị muốn nói tới."),
        "line": _("Chạm từng điểm dọc theo tuyến, rồi bấm «Xong»."),
        "area": _("Chạm từng góc của vùng, rồi bấm «Xong»."),
        "fewLine": _("Tuyến cần ít nhất hai điểm."),
        "fewArea": _("Vùng cần ít nhất ba góc."),
        "manyPoints": _("Đã đủ số điểm; bấm «Xong»."),
        "kept": _("Đã ghi nơi này. Có thể vẽ lại hoặc xóa."),
        "removed": _("Đã xóa hình vẽ."),
        "working": _("Đang chuẩn bị gửi…"),
        "statement": _("Ý kiến số"),
        "noStatements": _("Chưa có ý kiến nào được vẽ trên bản đồ."),
    }
