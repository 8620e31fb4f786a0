"""Bytes of a table, decoded as declared where they bear it out."""

from __future__ import annotations

import pytest

from dothi.intake.text.codecs import as_windows, codec_of, to_bytes
from dothi.intake.text.settle import settle


def image(text: str, codec: str) -> str:
    return text.encode(codec).decode("latin-1")


@pytest.mark.parametrize("codec", ["utf-8", "cp1251", "cp936"])
def test_what_is_declared_and_true_is_decoded(layer_with, codec) -> None:
    text = {"utf-8": "Đất ở", "cp1251": "Поле", "cp936": "中国"}[codec]
    layer = layer_with(image(text, codec), **{image(text, codec): [image(text, codec), None, "a"]})
    settled = settle(layer, codec)
    assert (settled.name, settled.encoding) == (text, codec)
    assert settled.frame[text].tolist()[0] == text
    assert list(settled.frame.index) == list(layer.frame.index)


def test_what_is_declared_and_not_true_stays_as_programs_show_it(layer_with) -> None:
    settled = settle(layer_with(ten=["\xa7\xcat", image("Đất", "utf-8"), "\x93a\x94"]), "utf-8")
    assert settled.frame["ten"].tolist() == ["§Êt", "Đất", "“a”"]
    assert settled.encoding == "windows-1252"


def test_nothing_to_decode_is_ascii(layer_with) -> None:
    assert settle(layer_with(ten=["a", None]), "").encoding == "ascii"
    assert settle(layer_with(ten=["a", None]), "utf-8").encoding == "ascii"


def test_bytes_go_to_letters_and_back() -> None:
    every = bytes(range(256))
    letters = as_windows(every.decode("latin-1"))
    assert to_bytes(letters) == every
    assert len(set(letters)) == 256
    assert to_bytes("Đ") is None


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("UTF-8", "utf-8"),
        ("utf8\r\n", "utf-8"),
        ("65001", "utf-8"),
        ("1258", "cp1258"),
        ("ANSI 1258", "cp1258"),
        ("windows-1252", "cp1252"),
        ("ISO 88591", "iso8859-1"),
        ("OEM", ""),
        ("base64", ""),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_names_of_encodings(declared, codec) -> None:
    assert codec_of(declared) == codec
