"""Programmes with their versions: sending a text, every refusal in a sentence, amending, putting away."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dothi.base.time import Bound
from dothi.programme.sources import SIZE_LIMIT
from dothi.registry.jobs.work import perform
from dothi.registry.programmes import opening
from dothi.registry.programmes.adopting import Adoption, adopt
from dothi.registry.programmes.models import Edition, EditionState, Programme

LIST, SEND = reverse("office:programmes"), reverse("office:programme_send")


def file(content: bytes, name: str = "ct.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def docx(text: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.splitlines())
    document = f'<w:document xmlns:w="{space}"><w:body>{lines}</w:body></w:document>'
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/word/document.xml" ContentType="application/xml"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", types)
        packed.writestr("word/document.xml", document)
    return out.getvalue()


def test_the_list_says_what_is_in_hand_and_how_much_is_left(as_: Any, edition: Edition, says: Any) -> None:
    said = says(as_("planner").client.get(LIST))
    assert "Chương trình thử" in said
    assert "Đang rà soát còn 8/8 mục ct.txt An," in said
    assert "Lập bản sửa đổi" not in said


def test_the_desk_has_a_tray_for_those_who_review(as_: Any, edition: Edition, says: Any) -> None:
    assert "còn 8/8 mục chưa xem" in says(as_("planner").client.get(reverse("office:desk")))
    assert "mục chưa xem" not in says(as_("authority").client.get(reverse("office:desk")))


@pytest.mark.parametrize(("name", "content"), [("ct.txt", None), ("ct.docx", docx), ("ct.md", None)])
def test_a_sent_text_is_read_by_a_job_that_leads_to_the_review(
    as_: Any, world: Any, name: str, content: Any
) -> None:
    planner = as_("planner")
    sent = content(world.text) if content else world.text.encode()
    response = planner.client.post(SEND, {"file": file(sent, name), "title": "Mới gửi", "programme": ""})
    made = Edition.objects.get(programme__title="Mới gửi")
    assert response["Location"] == reverse("office:job", args=[made.job])
    waiting = planner.client.get(response["Location"]).content.decode()
    assert reverse("office:review", args=[made.pk]) not in waiting
    assert perform(str(made.job))
    page = planner.client.get(response["Location"]).content.decode()
    assert reverse("office:review", args=[made.pk]) in page
    assert "Đã đọc được 8 mục để rà soát" in page


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [
        (None, "", "Chưa chọn tệp"),
        (b"", "rong.txt", "Tệp trống"),
        (b" \n\t ", "trang.txt", "tệp không có chữ nào để đọc"),
        (bytes(range(256)) * 20, "anh.txt", "đây không phải tệp văn bản"),
        (b"%PDF-1.7 hong", "hong.pdf", "tệp PDF hỏng"),
        (b"PK\x03\x04 hong", "hong.docx", "tệp nén hoặc tệp Word hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cu", "cu.doc", "tệp Word cũ (.doc)"),
    ],
)
def test_each_refusal_is_a_sentence_beside_the_field(
    as_: Any, says: Any, content: bytes | None, name: str, text: str
) -> None:
    data: dict[str, Any] = {"title": "Hỏng", "programme": ""}
    response = as_("planner").client.post(
        SEND, data | ({} if content is None else {"file": file(content, name)})
    )
    assert response.status_code == 422
    assert text in says(response)
    assert not Programme.objects.filter(title="Hỏng").exists()


def test_a_file_over_the_limit_is_refused(as_: Any, says: Any) -> None:
    for size, said in ((SIZE_LIMIT + 1, "20,1 MB"), (50 << 20, "50 MB")):
        response = as_("planner").client.post(SEND, {"file": file(b"a" * size), "title": "To"})
        assert response.status_code == 422
        assert f"tệp quá lớn ({said}; giới hạn 20 MB)" in says(response)


def test_a_second_version_waits_until_the_first_is_done(
    as_: Any, world: Any, edition: Edition, says: Any
) -> None:
    planner = as_("planner")
    form = planner.client.get(SEND + f"?cua={edition.programme.key}").content.decode()
    assert f'value="{edition.programme.key}" selected' in form
    data = {"file": file(world.text.encode()), "programme": edition.programme.key}
    refused = planner.client.post(SEND, data)
    assert refused.status_code == 422
    assert "đang có một phiên bản được rà soát" in says(refused)


def test_abandoning_needs_a_reason_and_keeps_everything_readable(
    as_: Any, edition: Edition, says: Any
) -> None:
    planner = as_("planner")
    assert planner.get("programme_abandon").status_code == 200
    refused = planner.post("programme_abandon", {"reason": "  "})
    assert refused.status_code == 422
    assert "chưa ghi lý do" in says(refused)
    assert planner.post("programme_abandon", {"reason": "gửi nhầm tệp"})["Location"] == LIST
    assert "Bản đã bỏ Đã bỏ gửi nhầm tệp" in says(planner.client.get(LIST))
    assert planner.get("programme_abandon").status_code == 404


def test_an_amendment_is_opened_from_the_version_in_force(
    as_: Any, world: Any, edition: Edition, says: Any
) -> None:
    secretary = as_("secretary")
    data = {"chuong-trinh": edition.programme.key}
    early = secretary.client.post(reverse("office:programme_reopen"), data, follow=True)
    assert "đang có một phiên bản được rà soát" in says(early)
    adopt(world.secretary, edition.pk, Adoption(start=Bound.on(date(2022, 6, 1)), as_unreviewed=True))
    assert "Lập bản sửa đổi từ bản đang hiệu lực" in says(secretary.client.get(LIST))
    response = secretary.client.post(reverse("office:programme_reopen"), data)
    made = Edition.objects.get(state=EditionState.REVIEW)
    assert response["Location"] == reverse("office:review", args=[made.pk])
    assert made.follows == edition
    nothing = secretary.client.post(reverse("office:programme_reopen"), {}, follow=True)
    assert "Chưa chọn chương trình" in says(nothing)


def test_a_failed_reading_shows_and_can_be_put_away(as_: Any, world: Any, says: Any) -> None:
    from dothi.registry.jobs.models import Job, JobState

    made = opening.send(world.planner, "ct.txt", world.text.encode(), "Hỏng giữa chừng")
    Job.objects.filter(pk=made.job).update(state=JobState.FAILED)
    planner = as_("planner")
    assert "Bản mới gửi Không xong" in says(planner.client.get(LIST))
    planner.client.post(reverse("office:programme_abandon", args=[made.pk]), {"reason": "không đọc được"})
    made.refresh_from_db()
    assert made.state == EditionState.ABANDONED


@pytest.mark.parametrize("who", ["authority", "supervisor"])
def test_those_who_only_see_are_offered_nothing_to_do(as_: Any, edition: Edition, who: str) -> None:
    one = as_(who)
    page = one.client.get(LIST).content.decode()
    assert SEND not in page
    assert reverse("office:programme_abandon", args=[edition.pk]) not in page
    assert one.client.get(SEND).status_code == 403
    assert one.post("programme_abandon", {"reason": "x"}).status_code == 403
    assert one.client.post(reverse("office:programme_reopen"), {}).status_code == 403


def test_with_nothing_on_record_the_list_says_what_to_do(world: Any, person: Any, says: Any) -> None:
    assert "Chưa có chương trình nào" in says(person(world.planner).client.get(LIST))
