"""Documents of a case: bytes under their hash in the workspace, versions in the registry.

What a file is, is read from its first bytes; a name that says otherwise is refused. The bytes are written
whole before the row that names them, so a row never names what is not there.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from dothi.base.errors import InputError
from dothi.base.text import clean
from dothi.law.tables.procedure_items import ProcedureItem
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.models import Case, CaseDocument
from dothi.registry.procedures.moving import locked
from dothi.registry.procedures.refusals import found
from dothi.registry.procedures.rules import DEPOSIT, EDIT

LARGEST = 200 * 1024**2
_HEADS = {
    b"%PDF-": "pdf",
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"SQLite format 3\x00": "gpkg",
}
_INSIDE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}


def file_of(document: CaseDocument) -> Path:
    """Where the bytes of a document lie."""
    return _path(document.sha256)


def add_document(user: Any, key: str, item: str, sent: Any, note: str = "") -> CaseDocument:
    """Put a document, or its next version, into a case; ``sent`` has ``name``, ``size`` and ``chunks()``.

    Raises :class:`InputError` for an item that is no document, an empty or too large file, and one whose
    content is none of the kinds that the item may be.
    """
    case: Case = Case.objects.get(key=key)
    require(user, DEPOSIT, case)
    row = current_law().of(ProcedureItem).get(item)
    if row is None or row.kind != "document":
        raise InputError(found("no-document", "Không có loại tài liệu này", "No such document", "item"))
    digest, size, kind = _stage(sent, row)
    with transaction.atomic():
        case = locked(key)
        require(user, DEPOSIT, case)
        last = case.documents.filter(item=item).aggregate(last=Max("number"))["last"] or 0
        document = CaseDocument.objects.create(
            case=case,
            item=item,
            number=last + 1,
            name=_name(sent.name, kind),
            sha256=digest,
            size=size,
            format=kind,
            note=clean(note)[:300],
            stage=case.stage,
            added_by=user,
        )
        details = {"case": case.key, "item": item, "number": document.number, "sha256": digest}
        trail.record(user, "procedures.document", case, details)
    return document


@transaction.atomic
def withdraw_document(user: Any, key: str, pk: int, reason: str) -> None:
    """Take a version out of what counts, with the reason; bytes and row stay."""
    case = locked(key)
    require(user, EDIT, case)
    document = case.documents.get(pk=pk)
    if not clean(reason):
        raise InputError(found("reason", "Chưa ghi lý do", "The reason is missing", "reason"))
    document.withdrawn_because = clean(reason)[:300]
    document.save(update_fields=["withdrawn_because"])
    details = {"case": case.key, "item": document.item, "number": document.number, "reason": clean(reason)}
    trail.record(user, "procedures.document_withdrawn", case, details)


def _stage(sent: Any, row: ProcedureItem) -> tuple[str, int, str]:
    """Write the bytes under their hash; give hash, size and what the file is."""
    if not 0 < sent.size <= LARGEST:
        raise InputError(
            found(
                "size",
                "Tệp rỗng hoặc lớn hơn 200 MB",
                "The file is empty or larger than 200 MB",
                "file",
                ("Gửi tệp có nội dung, nén hoặc chia nhỏ", "Send one with content, compress or split it"),
            )
        )
    folder = settings.DOTHI.workspace / "case-files"
    folder.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".draft-", dir=folder)
    try:
        digest = hashlib.sha256()
        with os.fdopen(handle, "wb") as stream:
            for chunk in sent.chunks():
                digest.update(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        kind = format_of(Path(draft))
        if kind not in row.formats:
            raise InputError(_other_kind(kind, row))
        target = _path(digest.hexdigest())
        target.parent.mkdir(parents=True, exist_ok=True)
        Path(draft).replace(target)
        return digest.hexdigest(), target.stat().st_size, kind
    finally:
        Path(draft).unlink(missing_ok=True)


def format_of(path: Path) -> str:
    """What a file is, by its content; empty where it is nothing that is known here."""
    with path.open("rb") as stream:
        head = stream.read(16)
    for start, kind in _HEADS.items():
        if head.startswith(start):
            return kind
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
        except zipfile.BadZipFile:
            return ""
        return next((kind for name, kind in _INSIDE.items() if name in names), "zip")
    return ""


def _path(digest: str) -> Path:
    folder: Path = settings.DOTHI.workspace / "case-files"
    return folder / digest[:2] / digest


def _name(name: str, kind: str) -> str:
    """The name without any path, ending as the content says."""
    bare = clean(str(name).replace("\\", "/").rsplit("/", 1)[-1]) or "tai-lieu"
    stem = bare.rsplit(".", 1)[0] if "." in bare else bare
    ending = bare.rsplit(".", 1)[-1].lower() if "." in bare else ""
    kept = bare if ending in {kind, "jpeg" if kind == "jpg" else kind} else f"{stem}.{kind}"
    return kept[-200:]


def _other_kind(kind: str, row: ProcedureItem) -> Any:
    allowed = ", ".join(row.formats)
    told = kind or "không nhận ra"
    return found(
        "format",
        f"Nội dung tệp là «{told}», «{row.title_vi}» phải là: {allowed}",
        f"The content of the file is “{kind or 'not known'}”; “{row.title_en}” must be: {allowed}",
        "file",
        ("Xuất lại đúng loại tệp rồi gửi", "Export it as one of these and send it again"),
    )
