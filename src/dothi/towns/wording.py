"""The words in which a score is told, Vietnamese and English."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from dothi.base.dates import format_date
from dothi.base.numbers import format_number
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.rows import Confidence
from dothi.law.tables.classification_passes import ClassificationPass
from dothi.law.tables.classification_relaxations import ClassificationRelaxation
from dothi.towns.rules import Kind, Standard
from dothi.towns.score import ANNEX, TABLE_2B, Checked, Interval, Judged, Score, Status, Verdict
from dothi.towns.values import Value

Words = tuple[str, str]

STATUSES: dict[Status, Words] = {
    Status.FULL: ("đạt mức tối đa", "at the maximum level"),
    Status.BETWEEN: ("giữa hai mức", "between the levels"),
    Status.MINIMUM: ("đạt mức tối thiểu", "at the minimum level"),
    Status.RELAXED: ("đạt mức tối thiểu đã giảm", "at the relaxed minimum"),
    Status.BELOW: ("dưới mức tối thiểu", "below the minimum"),
    Status.ASIDE: ("không xem xét", "not considered"),
    Status.MET: ("đạt mức tối thiểu, chưa biết điểm", "at the minimum, points not known"),
    Status.DOUBTFUL: ("tùy mức giảm chưa xác nhận", "hangs on an unconfirmed relaxation"),
    Status.OPEN: ("chưa rõ, giá trị là khoảng", "open, the value is a range"),
    Status.UNKNOWN: ("chưa có số liệu", "not known"),
}
VERDICTS: dict[Verdict, Words] = {
    Verdict.REACHED: ("đạt", "reached"),
    Verdict.NOT_REACHED: ("không đạt", "not reached"),
    Verdict.UNDECIDED: ("chưa kết luận được", "undecided"),
}
HOLDS = {Truth.YES: "đạt", Truth.NO: "không đạt", Truth.UNKNOWN: "chưa rõ"}
_UP_TO = 2


def points(value: Fraction, decimals: int = _UP_TO) -> str:
    """Write points rounded down, so that no total reaches a limit by rounding."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return format_number(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_FLOOR).normalize() + 0)


def interval(found: Interval) -> str:
    """Write points as one number or as a range."""
    low, high = points(found.low), points(found.high)
    return low if found.low == found.high else f"{low}–{high}"


def number(value: Fraction) -> str:
    """Write a value with every digit up to four decimals; a longer quotient with two, rounded down."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    whole = exact.quantize(Decimal("0.0001")) if exact.adjusted() < 12 else exact
    shown = whole if whole == exact else exact.quantize(Decimal("0.01"), ROUND_FLOOR)
    plain = shown.to_integral_value() if shown == shown.to_integral_value() else shown.normalize()
    return format_number(plain + 0)


def written(standard: Standard, value: Value) -> str:
    """Write a value as the law does: a word, a number, a range, ``""`` where nothing is known."""
    if value.unknown:
        return ""
    if value.exact is not None:
        return standard.word(value.exact) or number(value.exact)
    if value.high is None:
        return f"≥ {number(value.low)}"
    return f"{number(value.low)}–{number(value.high)}"


def level(standard: Standard, value: Fraction | None) -> str:
    """Write a level; an em dash where no source tells it."""
    return "—" if value is None else standard.word(value) or number(value)


def asked(standard: Standard) -> str:
    """What the rules ask of a standard: ``100.000–500.000``, ``≥ 45``, ``cấp tỉnh–vùng``, ``đạt``."""
    low, high = level(standard, standard.floor), level(standard, standard.levels.high)
    single = standard.levels.high in {None, standard.levels.low}
    if standard.kind is Kind.WORDS:
        return low if single else f"{standard.unit} {low}–{high}"
    return f"≥ {low}" if single else f"{low}–{high}"


def deciding(law: Law, score: Score, code: str) -> Words:
    """Say what a code of :attr:`Score.undecided_by` stands for."""
    standard = score.scheme.by_code.get(code)
    if standard is not None:
        return f"{code} {standard.title_vi}", f"{code} {standard.title_en}"
    if code == TABLE_2B and score.scheme.units is not None:
        return _units_open(score)
    if code == TABLE_2B:
        row = law.of(ClassificationPass)[f"{score.scheme.rule_set}.{score.scheme.class_code}"]
        return (
            f"Bảng 2B, chưa có nguồn: {row.several_vi}",
            f"Table 2B, which no source tells: {row.several_en}",
        )
    if code == ANNEX:
        return (
            "Phụ lục các tiêu chuẩn của bộ quy tắc này chưa có trong bảng",
            "The annex of standards of this rule set is not in the tables",
        )
    rows = [row for row in law.of(ClassificationRelaxation).every_row if row.code == code]
    if rows:
        return f"{rows[0].title_vi}: {rows[0].note or 'chưa xác nhận'}", f"{rows[0].title_en}: not confirmed"
    return code, code


def condition(found: Checked, language: str = "vi") -> str:
    """Write a condition of Table 2B with what is known of it."""
    one, english = found.condition, language == "en"
    title = one.title_en if english else one.title_vi
    asked_for = points(one.required)
    if one.measure == "units":
        tail = (
            f"at least {one.units} at {asked_for}"
            if english
            else f"ít nhất {one.units} đơn vị từ {asked_for}"
        )
    else:
        tail = f"at least {asked_for}" if english else f"từ {asked_for}"
    shown = "" if found.points is None else f", {'now' if english else 'hiện'} {interval(found.points)}"
    return f"{title}: {tail}{shown}"


def _units_open(score: Score) -> Words:
    """Which communes and conditions of Table 2B are open."""
    lacking = [unit.name for unit in score.units if any(one.value.unknown for one in unit.standards)]
    left = score.unknown_units
    vi = [condition(one) for one in score.conditions if one.holds is Truth.UNKNOWN]
    en = [condition(one, "en") for one in score.conditions if one.holds is Truth.UNKNOWN]
    if lacking:
        vi.append(f"chưa đủ số liệu của {', '.join(lacking)}")
        en.append(f"values lack of {', '.join(lacking)}")
    if left != 0:
        vi.append("chưa biết số đơn vị" if left is None else f"{left} đơn vị cấp xã chưa có số liệu nào")
        en.append("the number is not known" if left is None else f"{left} communes without any value")
    return f"Bảng 2B: {'; '.join(vi)}", f"Table 2B: {'; '.join(en)}"


def rests_on(score: Score) -> Words:
    """Say how sure the rules are on which a total rests."""
    sure = score.scheme.least_sure
    if score.official:
        return "Dựa trên văn bản gốc", "Rests on official text"
    title_vi, title_en = sure.title("vi"), sure.title("en")
    if sure is Confidence.OFFICIAL and not score.scheme.complete:
        title_vi, title_en = "bảng chưa đủ tiêu chuẩn", "tables that lack standards"
    elif sure is Confidence.OFFICIAL:
        title_vi, title_en = "số liệu chưa dẫn đủ văn bản", "values that are not all cited"
    return (
        f"Dựa trên {title_vi}; không phải kết luận pháp lý",
        f"Rests on: {title_en}; no legal finding",
    )


def verdict(score: Score) -> Words:
    """The verdict as a sentence; legally worded only where everything it rests on is official."""
    code, word = score.scheme.class_code, VERDICTS[score.verdict]
    if not score.official:
        return (
            f"Loại {code}: {word[0]} theo bảng điểm và số liệu đang có",
            f"Class {code}: {word[1]} by the tables and values at hand",
        )
    legal = {
        Verdict.REACHED: ("đủ điều kiện về điểm để đề nghị công nhận", "meets the points for recognition"),
        Verdict.NOT_REACHED: (
            "chưa đủ điều kiện để đề nghị công nhận",
            "does not meet what recognition asks",
        ),
        Verdict.UNDECIDED: word,
    }[score.verdict]
    return f"Đô thị loại {code}: {legal[0]}", f"Class {code} town: {legal[1]}"


def total(score: Score) -> Words:
    """The total, told as not known where the table of standards is not complete."""
    shown = interval(score.total)
    if score.scheme.complete:
        return shown, shown
    return f"chưa tính được (trong khoảng {shown})", f"not known (within {shown})"


def notes(score: Score) -> list[Words]:
    """What a reader must know beside the numbers."""
    found = [rests_on(score)]
    days = [one.value.day for one in score.standards if one.value.day is not None and not one.value.unknown]
    if days:
        oldest = format_date(min(days))
        found.append((f"Số liệu cũ nhất là của ngày {oldest}", f"The oldest value is of {oldest}"))
    if score.scheme.several and score.town.profile.units is None:
        found.append(
            (
                "Chưa nêu đô thị nằm trong mấy đơn vị cấp xã: nếu nhiều hơn một, còn phải đạt bảng 2B",
                "In how many communes the town lies is not told: if more than one, Table 2B decides too",
            )
        )
    if not score.town.profile.region:
        found.append(
            (
                "Chưa nêu vùng của đô thị: chưa biết mức tối thiểu nào được giảm theo vùng",
                "The region is not told: which minima it relaxes is not known",
            )
        )
    uncited = sum(not one.value.unknown and not one.value.source for one in score.standards)
    if uncited:
        found.append(
            (
                f"{uncited} giá trị không dẫn văn bản nguồn",
                f"{uncited} values cite no document",
            )
        )
    if score.town.illustrative:
        found.append(("Dữ liệu minh họa", "Illustrative data"))
    return found


def nearest(score: Score, most: int = 5) -> list[tuple[Judged, Fraction, Fraction]]:
    """Standards nearest to earning more: the value wanted and the points it would add, nearest first.

    Only values known exactly; nearness is the share of the wanted value that is lacking.
    """
    found = []
    for one in score.standards:
        curve, value = one.standard.curve, one.value.exact
        if curve is None or value is None or not one.standard.considered:
            continue
        wanted = next((at for at, gain in curve.breakpoints if at > value and gain > curve.at(value)), None)
        if wanted is not None:
            found.append((one, wanted, curve.at(wanted) - curve.at(value)))
    return sorted(found, key=lambda item: (item[1] - (item[0].value.exact or 0)) / item[1])[:most]
