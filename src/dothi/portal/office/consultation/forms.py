"""Forms of consultations: what is asked, of whom, how long; statements on paper; answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dothi.base.errors import Fault
from dothi.portal.consultations import CHANNELS, OUTCOMES, SUBJECTS, pick, said
from dothi.portal.office.dossiers.plan_fields import PlaceForm
from dothi.portal.office.span_fields import DayField
from dothi.portal.office.speech import sentence
from dothi.registry.consultation.filing import LONGEST
from dothi.registry.consultation.ground import ground_of
from dothi.registry.consultation.opening import ConsultationEntry
from dothi.registry.plans.models import Plan, PlanVersion, Submission, SubmissionState
from dothi.registry.procedures.models import Case
from dothi.registry.programmes.models import Programme

AREA = {"class": "input", "rows": 5}
LINE = {"class": "input"}


def refuse(form: forms.Form, faults: Iterable[Fault], fields: dict[str, str] | None = None) -> None:
    """Put the faults of a service beside the fields they speak of."""
    for fault in faults:
        where = (fields or {}).get(fault.where, fault.where)
        known = where in form.fields
        bare = Fault(
            fault.code, fault.vi, fault.en, "" if known else fault.where, fault.remedy_vi, fault.remedy_en
        )
        text = sentence(bare)
        form.add_error(where if known else None, text[:1].upper() + text[1:])


class WordsForm(forms.Form):
    """What a consultation says; the fields that may be changed later too."""

    use_required_attribute = False
    title = forms.CharField(
        label=gettext_lazy("Tên đợt lấy ý kiến"), max_length=300, widget=forms.TextInput(attrs=LINE)
    )
    title_en = forms.CharField(
        label=gettext_lazy("Tên tiếng Anh"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=LINE),
    )
    about = forms.CharField(
        label=gettext_lazy("Nội dung lấy ý kiến"),
        max_length=5000,
        help_text=gettext_lazy("Hỏi dân điều gì, điều gì còn sửa được, điều gì không"),
        widget=forms.Textarea(attrs=AREA),
    )
    contact = forms.CharField(
        label=gettext_lazy("Nơi nhận ý kiến bằng văn bản"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Cơ quan, địa chỉ, điện thoại"),
        widget=forms.TextInput(attrs=LINE),
    )


class ConsultationForm(PlaceForm, WordsForm):
    """A new consultation. ``place`` is the unit whose officers run it."""

    field_order = (
        *("subject_kind", "plan", "programme", "other", "drawing", "title", "title_en", "about"),
        *("opens_on", "closes_on", "answer_by", "place", "contact"),
    )
    subject_kind = forms.ChoiceField(label=gettext_lazy("Lấy ý kiến về"), widget=forms.RadioSelect)
    plan = forms.ChoiceField(
        label=gettext_lazy("Đồ án"), required=False, help_text=gettext_lazy("Khi lấy ý kiến về một đồ án")
    )
    programme = forms.ChoiceField(
        label=gettext_lazy("Chương trình"),
        required=False,
        help_text=gettext_lazy("Khi lấy ý kiến về một chương trình"),
    )
    other = forms.CharField(
        label=gettext_lazy("Số hiệu hồ sơ, quy chế"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Khi lấy ý kiến về hồ sơ thủ tục, quy chế"),
        widget=forms.TextInput(attrs=LINE),
    )
    drawing = forms.ChoiceField(
        label=gettext_lazy("Bản vẽ để người dân xem trên bản đồ"),
        required=False,
        help_text=gettext_lazy(
            "Phiên bản đã công bố, hoặc hồ sơ đang xử lý (khi mở, hình vẽ thành công khai)"
        ),
    )
    opens_on = DayField(
        label=gettext_lazy("Ngày mở"), help_text=gettext_lazy("Ngày công khai; hôm nay hoặc sau")
    )
    closes_on = DayField(label=gettext_lazy("Hết ngày"))
    answer_by = DayField(
        label=gettext_lazy("Hạn trả lời"),
        help_text=gettext_lazy("Cơ quan tự cam kết và công khai; trả lời sau ngày này bị tính là muộn"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].label = gettext_lazy("Đơn vị phụ trách")
        self.fields["place"].help_text = gettext_lazy(
            "Cán bộ của xã, phường này duyệt và trả lời; để trống nếu cơ quan cấp tỉnh làm"
        )
        self.fields["subject_kind"].choices = [(code, said(SUBJECTS, code)) for code in SUBJECTS]
        self.fields["plan"].choices = [("", "—"), *Plan.objects.values_list("key", "title")]
        self.fields["programme"].choices = [("", "—"), *Programme.objects.values_list("key", "title")]
        self.fields["drawing"].choices = [("", "—"), *_drawings()]
        for name in ("plan", "programme", "other"):
            self.fields[name].needed_at_times = True

    @property
    def subject_key(self) -> str:
        """The key of what was chosen, by its kind."""
        field = {"plan": "plan", "programme": "programme"}.get(self.cleaned_data["subject_kind"], "other")
        return str(self.cleaned_data.get(field, ""))

    def entry(self) -> ConsultationEntry:
        """What the service takes."""
        given = self.cleaned_data
        kind, _, pk = given["drawing"].partition(":")
        version = PlanVersion.objects.get(pk=pk) if kind == "v" else None
        dossier = Submission.objects.get(pk=pk) if kind == "h" else None
        ground = ground_of(version, given["place_key"], dossier)
        days: dict[str, date] = {name: given[name] for name in ("opens_on", "closes_on", "answer_by")}
        return ConsultationEntry(
            given["subject_kind"],
            self.subject_key,
            given["title"],
            given["about"],
            **days,
            title_en=given["title_en"],
            contact=given["contact"],
            unit_key=given["place_key"],
            plan_version=version,
            dossier=dossier,
            area=ground.shape if ground else None,
            box=ground.box if ground else None,
            illustrative=_invented(given["subject_kind"], self.subject_key, version, dossier),
        )


def _invented(kind: str, key: str, version: PlanVersion | None, dossier: Submission | None) -> bool:
    """Whether what is asked about, or its drawing, is invented: the mark goes with the consultation."""
    drawn = version or dossier
    if drawn is not None and drawn.plan.illustrative:
        return True
    model = {"plan": Plan, "case": Case}.get(kind)
    return model is not None and model.objects.filter(key=key, illustrative=True).exists()


def _drawings() -> Iterable[tuple[str, str]]:
    """Published versions and dossiers that were checked, the latest first."""
    for version in PlanVersion.objects.select_related("plan").order_by("plan__title", "-number"):
        number = pick((f"phiên bản {version.number}", f"version {version.number}"))
        yield f"v:{version.pk}", f"{version.plan.title}, {number}"
    sent = Submission.objects.select_related("plan").filter(state=SubmissionState.CHECKED)
    for dossier in sent.order_by("plan__title", "-sent_at"):
        yield f"h:{dossier.pk}", f"{dossier.plan.title}, {pick(('hồ sơ', 'dossier'))} {dossier.name}"


class ProlongForm(forms.Form):
    """More time."""

    use_required_attribute = False
    closes_on = DayField(label=gettext_lazy("Hết ngày"))
    answer_by = DayField(label=gettext_lazy("Hạn trả lời"))
    reason = forms.CharField(
        label=gettext_lazy("Lý do"),
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )


class PaperForm(forms.Form):
    """A statement that came on paper, at a meeting, by mail or telephone."""

    use_required_attribute = False
    channel = forms.ChoiceField(label=gettext_lazy("Cách nhận"), widget=forms.RadioSelect)
    received_on = DayField(
        label=gettext_lazy("Ngày nhận"),
        help_text=gettext_lazy("Ngày cơ quan thực nhận; ngoài thời hạn thì hệ thống ghi rõ, không từ chối"),
    )
    text = forms.CharField(
        label=gettext_lazy("Nội dung ý kiến"),
        max_length=LONGEST,
        help_text=gettext_lazy("Chép nguyên văn, không chép tên người gửi vào đây"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 8}),
    )
    place = forms.CharField(
        label=gettext_lazy("Nơi góp ý"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Tên đường, thôn, khối phố, xã, phường"),
        widget=forms.TextInput(attrs=LINE),
    )
    name = forms.CharField(
        label=gettext_lazy("Người hoặc tổ chức gửi"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Chỉ cán bộ trả lời đọc được"),
        widget=forms.TextInput(attrs=LINE),
    )
    contact = forms.CharField(
        label=gettext_lazy("Cách liên hệ"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=LINE),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(code, said(CHANNELS, code)) for code in CHANNELS if code != "web"]


class AnswerForm(forms.Form):
    """What becomes of a statement, and why."""

    use_required_attribute = False
    outcome = forms.ChoiceField(label=gettext_lazy("Kết quả"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Trả lời và lý do"),
        max_length=5000,
        help_text=gettext_lazy("Công khai; nói điều sẽ làm, hoặc vì sao không làm"),
        widget=forms.Textarea(attrs={"class": "input", "rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(code, pick(words)) for code, words in OUTCOMES.items()]
