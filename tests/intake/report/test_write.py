"""HTML and PDF as files."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from dothi.base.errors import UnusableError
from dothi.intake.report.content import content_of
from dothi.intake.report.write import html, pdf, report_kind, write_report


@pytest.fixture(scope="module")
def content(result, cover):
    return content_of(result, cover)


def test_the_html_is_one_file_that_needs_no_other(content) -> None:
    page = html(content)
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert "<script" not in page
    assert "url(http" not in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_text_of_the_file_is_escaped(content) -> None:
    page = html(content)
    assert "Phân khu &lt;An Phú&gt; &amp; lân cận.gpkg" in page
    assert "<b>quy định</b>" not in page
    assert "&lt;b&gt;quy định&lt;/b&gt;" in page


def test_every_rule_and_every_shown_finding_stands_in_the_html(content) -> None:
    page = html(content)
    for section in content["sections"]:
        assert f'id="{section["anchor"]}"' in page
    assert page.count('class="card"') == sum(
        bool(i["picture"]) for s in content["sections"] for i in s["items"]
    )


def test_the_pdf_holds_the_same_words(content) -> None:
    document = pypdf.PdfReader(io.BytesIO(pdf(content)))
    text = " ".join(" ".join(page.extract_text() for page in document.pages).split())
    assert "Kết quả kiểm tra" in text
    for section in content["sections"]:
        assert section["title"] in text
    assert "phat-hien.gpkg" in text.replace("\u200b", "")
    assert "Phân khu <An Phú> & lân cận" in text.replace("\u200b", "")
    assert len(document.pages) >= 3


def test_markup_in_the_data_is_not_run_by_the_typesetter(content) -> None:
    nasty = {**content, "file": '#panic("x") $x^2$ *b* [c] @d <e> \\u{41}'}
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf(nasty))).pages)
    assert "#panic" in text
    assert "$x^2$" in text


def test_a_clean_plan_has_a_short_report(checked, layer, grid, cover) -> None:
    told = content_of(checked(layer("khu", grid(2, 2))), cover)
    assert "Không phát hiện lỗi" in html(told)
    assert 1 <= len(pypdf.PdfReader(io.BytesIO(pdf(told))).pages) <= 3


def test_the_ending_tells_the_kind(content, tmp_path) -> None:
    write_report(content, tmp_path / "a.html")
    write_report(content, tmp_path / "a.PDF")
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert (tmp_path / "a.PDF").read_bytes().startswith(b"%PDF")
    with pytest.raises(UnusableError) as refused:
        report_kind(tmp_path / "a.docx")
    assert refused.value.code == "report.kind"
