"""What a comparison is asked with."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dothi.base.errors import InputError
from dothi.base.numbers import parse_number
from dothi.land.conformity import Waiver
from dothi.portal.office.comparing.fields import Folded, SentField, known_field, layer_choices, plan_choices
from dothi.portal.office.dossiers.plan_fields import PlaceForm, levels
from dothi.portal.office.span_fields import DayField
from dothi.portal.office.speech import language, sentences
from dothi.registry.land.comparing import conformity, conversion, exposed, lacking
from dothi.registry.land.comparing.exposed_hazard import hazards, raster_named
from dothi.registry.land.comparing.exposed_things import FILE, LAYER, PEOPLE, PLAN, Fields
from dothi.registry.land.comparing.handing import OPEN_LEVEL

EARLIEST_YEAR = 1990
WHOLE, UNITS = "whole", "units"
WAIVER = ("authority", "document", "reason", "waived_on")
"""Fields of a waiver that is typed, after the zone it is for."""


class ConformForm(Folded, forms.Form):
    """Which plan against which, on what day, by which table, with which waivers."""

    lower = forms.ChoiceField(label=gettext_lazy("Đồ án cấp dưới"))
    upper = forms.ChoiceField(
        label=gettext_lazy("Đồ án cấp trên"),
        help_text=gettext_lazy("Đồ án mà đồ án cấp dưới phải phù hợp"),
    )
    day = DayField(
        label=gettext_lazy("Ngày đối chiếu"),
        help_text=gettext_lazy("Lấy phiên bản của hai đồ án có hiệu lực vào ngày này, ví dụ 30/6/2025"),
    )
    known_on = known_field()
    upper_day = DayField(
        label=gettext_lazy("Ngày của đồ án cấp trên"),
        required=False,
        help_text=gettext_lazy(
            "Khi đồ án cấp dưới được lập theo một phiên bản cấp trên nay không còn hiệu lực"
        ),
    )
    table_day = DayField(
        label=gettext_lazy("Ngày của bảng tương thích"),
        required=False,
        help_text=gettext_lazy("Dùng bảng tương thích chức năng của ngày này; bỏ trống là ngày đối chiếu"),
    )
    table = SentField(
        label=gettext_lazy("Bảng tương thích riêng (CSV)"),
        help_text=gettext_lazy("Các cột upper, lower, verdict (conform, explain hoặc conflict)"),
    )
    author = forms.CharField(
        label=gettext_lazy("Người lập bảng"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Cơ quan hoặc người chịu trách nhiệm về bảng riêng; ghi vào kết quả"),
    )
    feature = forms.CharField(
        label=gettext_lazy("Ô được chấp thuận sai khác"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Số của ô trong đồ án cấp dưới, như kết quả ghi «ô 12»"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input input--short"}),
    )
    authority = forms.CharField(label=gettext_lazy("Cơ quan chấp thuận"), max_length=200, required=False)
    document = forms.CharField(
        label=gettext_lazy("Văn bản chấp thuận"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Số, ngày, cơ quan ban hành"),
    )
    reason = forms.CharField(label=gettext_lazy("Lý do chấp thuận"), max_length=1000, required=False)
    waived_on = DayField(label=gettext_lazy("Ngày chấp thuận"), required=False)
    waivers = SentField(
        label=gettext_lazy("Nhiều chấp thuận (CSV)"),
        help_text=gettext_lazy("Các cột feature, authority, document, reason, day; mỗi ô một dòng"),
    )
    folds = (
        (gettext_lazy("Chấp thuận sai khác"), ("feature", *WAIVER, "waivers")),
        (gettext_lazy("Bảng tương thích riêng"), ("table", "author", "table_day")),
        (gettext_lazy("Ngày khác"), ("upper_day", "known_on")),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lower", "upper"):
            self.fields[name].choices = plan_choices()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("feature") or any(data.get(name) for name in WAIVER):
            for name in ("feature", *WAIVER):
                if name in data and not data[name]:
                    self.add_error(name, _("Một chấp thuận phải ghi đủ năm mục"))
        if data.get("table") and not data.get("author"):
            self.add_error("author", _("Ghi người lập bảng riêng"))
        return data

    def wanted(self) -> conformity.Wanted:
        """The valid form as the registry takes it."""
        data = self.cleaned_data
        waivers = ()
        if data["feature"]:
            waivers = (Waiver(data["feature"], *(data[name] for name in WAIVER)),)
        days = data["day"], data["upper_day"], data["known_on"], data["table_day"]
        return conformity.Wanted(data["lower"], data["upper"], *days, data["author"], waivers)


class ConvertForm(Folded, forms.Form):
    """Current use against which plan, by the end of which year, counted how, by which decisions."""

    current = forms.ChoiceField(label=gettext_lazy("Lớp hiện trạng sử dụng đất"))
    plan = forms.ChoiceField(label=gettext_lazy("Đồ án"))
    year = forms.IntegerField(
        label=gettext_lazy("Năm"),
        min_value=EARLIEST_YEAR,
        max_value=9999,
        help_text=gettext_lazy("Tính đến hết năm này, hoặc đến hôm nay nếu năm chưa hết"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input input--short"}),
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Cách cộng"),
        choices=[(UNITS, gettext_lazy("Theo từng đơn vị")), (WHOLE, gettext_lazy("Toàn bộ hai lớp"))],
        help_text=gettext_lazy("Ranh giới đơn vị là bản khái quát: diện tích theo đơn vị chỉ là ước lượng"),
    )
    column = forms.CharField(
        label=gettext_lazy("Trường mã loại đất"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Tên cột trong lớp hiện trạng; bỏ trống thì tìm theo bảng mã loại đất"),
        widget=forms.TextInput(attrs={"class": "input input--short"}),
    )
    decisions = SentField(
        label=gettext_lazy("Nghị quyết và quyết định"),
        help_text=gettext_lazy(
            "CSV, hoặc tệp bản đồ có hình là đất được quyết định; các cột subject, number, body, day, và nếu "
            "có until, codes, step, area_m2"
        ),
    )
    uses = SentField(
        label=gettext_lazy("Cách đọc mã riêng (CSV)"),
        help_text=gettext_lazy("Các cột side (current hoặc planned), code, uses"),
    )
    author = forms.CharField(
        label=gettext_lazy("Người lập bảng"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Cơ quan hoặc người chịu trách nhiệm về bảng riêng; ghi vào kết quả"),
    )
    known_on = known_field()
    folds = (
        (gettext_lazy("Nghị quyết, quyết định đã có"), ("decisions",)),
        (gettext_lazy("Cách đọc mã riêng"), ("uses", "author")),
        (gettext_lazy("Ngày khác"), ("known_on",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["current"].choices = [("", _("Chưa chọn")), *layer_choices(theme=conversion.THEME)]
        self.fields["plan"].choices = plan_choices()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("uses") and not data.get("author"):
            self.add_error("author", _("Ghi người lập bảng riêng"))
        return data

    def wanted(self) -> conversion.Wanted:
        """The valid form as the registry takes it."""
        data = self.cleaned_data
        return conversion.Wanted(
            int(data["current"]),
            data["plan"],
            data["year"],
            data["scope"] == UNITS,
            data["column"].strip(),
            data["author"],
            data["known_on"],
        )


class ExposeForm(Folded, forms.Form):
    """What may lie in which hazard, on what day."""

    things = forms.ChoiceField(
        label=gettext_lazy("Đối tượng"),
        help_text=gettext_lazy("Ô của đồ án, công trình hoặc dự án trong một lớp, dân số, hay tệp của mình"),
    )
    theme = forms.ChoiceField(label=gettext_lazy("Nguy cơ, hạn chế"), required=False)
    day = DayField(
        label=gettext_lazy("Ngày"),
        help_text=gettext_lazy("Lấy phiên bản của đồ án và các lớp chủ đề có hiệu lực vào ngày này"),
    )
    raster = forms.RegexField(
        r"^[0-9a-fA-F]{6,64}$",
        label=gettext_lazy("Ảnh trong kho"),
        required=False,
        help_text=gettext_lazy("Tên ảnh (độ sâu ngập, độ dốc, độ cao…), hoặc ít nhất sáu ký tự đầu"),
        error_messages={"invalid": gettext_lazy("Tên lớp trong kho chỉ gồm chữ số và các chữ từ a đến f")},
    )
    at_least = forms.CharField(
        label=gettext_lazy("Coi là nguy cơ từ giá trị"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Theo đơn vị của ảnh; với độ cao, là độ dốc tính bằng độ"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "input input--short"}),
    )
    elevation = forms.ChoiceField(
        label=gettext_lazy("Ảnh ghi"),
        required=False,
        choices=[
            ("", gettext_lazy("Giá trị của nguy cơ (độ sâu, độ dốc)")),
            ("height", gettext_lazy("Độ cao: tính độ dốc từ đó")),
        ],
    )
    sent = SentField(
        label=gettext_lazy("Tệp đối tượng"),
        help_text=gettext_lazy(
            "Vùng, tuyến hoặc điểm: GeoPackage, shapefile nén, GeoJSON, KML, DXF…; hoặc ảnh GeoTIFF ghi số "
            "người"
        ),
    )
    label = forms.CharField(
        label=gettext_lazy("Trường tên"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Tên cột ghi tên đối tượng; bỏ trống thì tìm cột tên"),
    )
    group = forms.CharField(
        label=gettext_lazy("Trường nhóm"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Cộng riêng theo từng giá trị của cột này"),
    )
    people = forms.CharField(
        label=gettext_lazy("Trường số người"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Bỏ trống thì tìm cột dân số; số người được rải đều trên đối tượng"),
    )
    known_on = known_field()
    folds = (
        (gettext_lazy("Nguy cơ là một ảnh trong kho"), ("raster", "at_least", "elevation")),
        (gettext_lazy("Tệp và các trường"), ("sent", "label", "group", "people")),
        (gettext_lazy("Ngày khác"), ("known_on",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty, *plans = plan_choices()
        self.fields["things"].choices = [
            empty,
            *((title, [(f"{PLAN}{key}", name) for key, name in rows]) for title, rows in plans),
            (
                _("Công trình, dự án, vùng đã ghi nhận"),
                [(f"{LAYER}{number}", title) for number, title in layer_choices()],
            ),
            (_("Dân số"), [(PEOPLE, _("Dân số của từng đơn vị"))]),
            (_("Dữ liệu khác"), [(FILE, _("Tệp gửi kèm"))]),
        ]
        self.fields["theme"].needed_at_times = True
        titles = hazards(timezone.localdate())
        self.fields["theme"].choices = [
            *((code, title.en if language() == "en" else title.vi) for code, title in titles.items()),
            ("", _("Ảnh trong kho, nêu ở dưới")),
        ]

    def clean_at_least(self) -> float | str:
        """The number, or nothing."""
        text = self.cleaned_data["at_least"].strip()
        if not text:
            return ""
        try:
            return float(parse_number(text))
        except InputError as error:
            raise forms.ValidationError(sentences(error)) from error

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("theme") and not data.get("raster") and "raster" not in self.errors:
            self.add_error("theme", _("Chọn một chủ đề, hoặc nêu một ảnh trong kho"))
        if data.get("theme") and data.get("raster"):
            self.add_error("theme", _("Chọn «Ảnh trong kho», hoặc bỏ tên ảnh"))
        if data.get("raster") and data.get("at_least") == "":
            self.add_error("at_least", _("Ghi giá trị từ đó coi là nguy cơ"))
        if data.get("things") == FILE and not data.get("sent"):
            self.add_error("sent", _("Chọn tệp đối tượng"))
        if data.get("sent") and data.get("things") != FILE and "things" in data:
            self.add_error("things", _("Chọn «Tệp gửi kèm», hoặc bỏ tệp"))
        return data

    def wanted(self, user: Any) -> exposed.Wanted:
        """The valid form as the registry takes it; a raster is looked for among those ``user`` may see."""
        data = self.cleaned_data
        fields = Fields(*(data[name].strip() for name in ("label", "group", "people")))
        raster = None
        if data["raster"]:
            slope = bool(data["elevation"])
            raster = raster_named(user, data["raster"], data["at_least"], elevation=slope)
        return exposed.Wanted(data["things"], data["theme"], data["day"], data["known_on"], fields, raster)


class LackForm(PlaceForm):
    """Land without a plan of which level, when, and where."""

    field_order = ("level", "day", "place", "known_on", "opened")
    level = forms.ChoiceField(label=gettext_lazy("Cấp quy hoạch"))
    day = DayField(
        label=gettext_lazy("Ngày"),
        help_text=gettext_lazy("Đồ án có hiệu lực vào ngày này được tính, ví dụ 30/6/2025"),
    )
    known_on = known_field()
    opened = forms.BooleanField(
        label=gettext_lazy("Cho mọi người xem kết quả"),
        required=False,
        help_text=gettext_lazy("Chỉ với quy hoạch chung; kết quả hiện ở trang «Đất chưa có quy hoạch chung»"),
    )

    def __init__(self, *args: Any, may_open: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels()
        self.fields["place"].label = _("Đơn vị hành chính")
        self.fields["place"].help_text = _("Tỉnh, huyện hoặc xã; bỏ trống là toàn địa bàn")
        if not may_open:
            del self.fields["opened"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("opened") and data.get("level") != OPEN_LEVEL:
            self.add_error("opened", _("Chỉ kết quả của quy hoạch chung được cho mọi người xem"))
        return data

    def wanted(self) -> lacking.Wanted:
        """The valid form as the registry takes it."""
        data = self.cleaned_data
        opened = bool(data.get("opened"))
        return lacking.Wanted(data["level"], data["day"], data.get("place_key", ""), opened, data["known_on"])


def year_of(day: date) -> int:
    """The year a form offers first: the last one that is over."""
    return day.year - 1
