"""A command that was called wrongly, said in Vietnamese with the library's own English beside it."""

from __future__ import annotations

import re

import click

from dothi.base.errors import Fault

_VALUES = (
    (r"(?:File|Path|Directory) (?P<a>'.*') does not exist\.", "không có {a}"),
    (r"File (?P<a>'.*') is a directory\.", "{a} là thư mục, ở đây cần tệp"),
    (r"Directory (?P<a>'.*') is a file\.", "{a} là tệp, ở đây cần thư mục"),
    (r"(?:File|Path|Directory) (?P<a>'.*') is not readable\.", "không được phép đọc {a}"),
    (r"(?:File|Path|Directory) (?P<a>'.*') is not writable\.", "không được phép ghi {a}"),
    (r"(?P<a>.*) is not a valid integer(?: range)?\.", "{a} không phải số nguyên"),
    (r"(?P<a>.*) is not a valid float(?: range)?\.", "{a} không phải số"),
    (r"(?P<a>.*) is not in the range (?P<b>.*)\.", "{a} nằm ngoài khoảng {b}"),
    (r"(?P<a>.*) is not one of (?P<b>.*)\.", "{a} không thuộc {b}"),
)
"""What the library says of a value, and the same in Vietnamese."""
_BOTH = " / "


def usage_fault(error: click.ClickException) -> Fault:
    """Say what is wrong with the call and how to see what is right; the code is ``command.usage``."""
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "dothi"
    vietnamese, english = _told(error), error.format_message()
    if _BOTH in error.message:  # the command's own words hold both languages
        own, other = error.message.split(_BOTH, 1)
        vietnamese, english = vietnamese.replace(error.message, own), english.replace(error.message, other)
    return Fault(
        "command.usage",
        f"Lệnh gọi sai: {vietnamese}",
        f"The command was called wrongly: {english}",
        remedy_vi=f"Xem cách gọi bằng: {command} --help",
        remedy_en=f"See how it is called: {command} --help",
    )


def _told(error: click.ClickException) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"; có thể là {', '.join(error.possibilities)}" if error.possibilities else ""
        return f"không có tùy chọn {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        return f"thiếu {_name(error)}"
    if isinstance(error, click.BadParameter):
        return f"giá trị của {_name(error)} không dùng được: {_value(error.message)}"
    return _call(error.format_message())


def _name(error: click.BadParameter) -> str:
    if error.param is None or error.ctx is None:
        return str(error.param_hint or "tham số")
    return error.param.get_error_hint(error.ctx).replace("'", "")


def _value(message: str) -> str:
    for pattern, vietnamese in _VALUES:
        if match := re.fullmatch(pattern, message):
            return vietnamese.format(**match.groupdict())
    return message


def _call(message: str) -> str:
    calls = (
        (r"No such command '(?P<a>.*)'\..*", "không có lệnh {a}"),
        (r"Missing command\.", "thiếu tên lệnh con"),
        (r"Got unexpected extra arguments? \((?P<a>.*)\)", "thừa: {a}"),
        (r"Option '(?P<a>.*)' requires an argument\.", "tùy chọn {a} cần một giá trị"),
        (r"Option '(?P<a>.*)' requires (?P<b>\d+) arguments\.", "tùy chọn {a} cần {b} giá trị"),
        (r"Option '(?P<a>.*)' does not take a value\.", "tùy chọn {a} không nhận giá trị"),
    )
    for pattern, vietnamese in calls:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return vietnamese.format(**match.groupdict())
    return message
