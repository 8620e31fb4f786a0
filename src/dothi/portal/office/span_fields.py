"""Days that are known, or known only to lie between two days, as forms ask for them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from dothi.base.dates import format_date, parse_date
from dothi.base.errors import InputError
from dothi.base.time import Bound
from dothi.portal.office.speech import sentences


class DayField(forms.CharField):
    """A day as people write it: 30/6/2025.

    One that is ``either`` is shown as required and may be empty, for another field can stand for it.
    """

    def __init__(self, *, either: bool = False, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "class": "input input--short", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=20, **kwargs)
        self.either = either

    def clean(self, value: Any) -> date | None:
        text = str(self.to_python(value))
        if not text:
            if self.required and not self.either:
                raise forms.ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            return parse_date(text)
        except InputError as error:
            said = [one[:1].upper() + one[1:] for one in sentences(error)]
            raise forms.ValidationError(said) from error


def bound_of(form: forms.Form, first: str, last: str, *, last_day: bool = False) -> Bound | None:
    """The bound two fields tell: a day, a day between two, or one no later than the second.

    ``None`` after a fault, which then stands beside its field, or when neither was given. With ``last_day``
    the fields name the last day on which something holds, and the bound is the day after.
    """
    data = form.cleaned_data
    if first not in data or last not in data:
        return None
    low, high = data[first], data[last]
    if low is None and high is None:
        return None
    if low is not None and high is not None and low > high:
        form.add_error(last, _("Ngày này phải bằng hoặc sau ngày ở ô bên trên."))
        return None
    if last_day:
        low, high = (day + timedelta(days=1) if day else None for day in (low, high))
    return Bound(low, high if high is not None else low)


def written(bound: Bound, *, last_day: bool = False) -> tuple[str, str]:
    """What the two fields show of a bound; the second is empty for a day that is known.

    Both are empty for a bound without a last possible day, which two fields cannot tell.
    """
    days = [bound.earliest, bound.latest]
    if bound.latest in {None, date.max}:
        return "", ""
    if last_day:
        days = [day - timedelta(days=1) if day and day > date.min else day for day in days]
    first, last = ("" if day is None else format_date(day) for day in days)
    return first, "" if bound.exact is not None else last
