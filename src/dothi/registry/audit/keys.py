"""The audit key of a workspace, and what is derived from it.

One random key lies in ``audit.key`` of the workspace, readable by its owner only, made once. The chain's HMAC
key, the key that wraps each person's key and the key of pseudonymous marks are derived from it by HKDF, so
none of them stands in the database: who can write the database but not read the file can break the chain, not
mend it.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from dothi.base.errors import Fault, UnusableError
from dothi.registry.audit.models import ChainHead

FILE = "audit.key"
_NONCE = 12
_LENGTH = 32


def key_path() -> Path:
    """Where the audit key of this workspace lies."""
    workspace: Path = settings.DOTHI.workspace
    return workspace / FILE


def master_key(*, may_make: bool) -> bytes:
    """Return the audit key; make it when ``may_make`` and there is none yet.

    A key that is gone while entries exist must come back from a backup: a new one would make every earlier
    entry look forged, so this raises :class:`UnusableError` instead.
    """
    path = key_path()
    if not path.exists():
        if not may_make:
            raise UnusableError(
                Fault(
                    "audit.key-missing",
                    "Không có khóa nhật ký, trong khi nhật ký đã có bản ghi",
                    "The audit key is missing although entries exist",
                    where=str(path),
                    remedy_vi="Khôi phục tệp này từ bản sao lưu của thư mục làm việc",
                    remedy_en="Restore this file from a backup of the workspace",
                )
            )
        _make(path)
    return _read(path)


def chain_key(master: bytes) -> bytes:
    """Key of the chain's HMAC."""
    return _derived(master, b"dothi.audit.chain")


def wrap_new_key(master: bytes, person: int) -> bytes:
    """Make a key for ``person`` and return it wrapped under the audit key."""
    return _seal(_derived(master, b"dothi.audit.wrap"), secrets.token_bytes(_LENGTH), f"person:{person}")


def unwrap_key(master: bytes, person: int, wrapped: bytes) -> bytes:
    """Return the key of ``person``; raises :class:`UnusableError` when the audit key is another one."""
    try:
        return _unseal(_derived(master, b"dothi.audit.wrap"), wrapped, f"person:{person}")
    except InvalidTag:
        raise UnusableError(
            Fault(
                "audit.key-wrong",
                "Khóa nhật ký không mở được khóa cá nhân trong cơ sở dữ liệu",
                "The audit key does not open the personal keys of this database",
                where=str(key_path()),
                remedy_vi="Dùng đúng tệp khóa đi cùng cơ sở dữ liệu này",
                remedy_en="Use the key file that belongs to this database",
            )
        ) from None


def encrypt(key: bytes, text: str, context: str) -> str:
    """Encrypt ``text``; ``context`` binds it to its entry and person, so that it cannot be moved."""
    return base64.b64encode(_seal(key, text.encode(), context)).decode("ascii")


def decrypt(key: bytes, sealed: str, context: str) -> str:
    """Give back what :func:`encrypt` sealed; raises ``InvalidTag`` when it was altered or moved."""
    return _unseal(key, base64.b64decode(sealed), context).decode()


def mark(value: str) -> str:
    """A keyed pseudonym: equal values give equal marks, and nobody without the key can turn one back.

    Used where a value is personal but belongs to no account, such as an unknown name typed at sign-in.
    """
    key = _derived(master_key(may_make=not ChainHead.objects.exists()), b"dothi.audit.mark")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:16]


def seal_record(text: str, context: str) -> str:
    """Encrypt personal data of a record whose owner has no account; erased, the text itself goes.

    ``context`` names the record, so that a sealed text cannot be moved to another.
    """
    key = _derived(master_key(may_make=not ChainHead.objects.exists()), b"dothi.records.personal")
    return encrypt(key, text, context)


def open_record(sealed: str, context: str) -> str:
    """Give back what :func:`seal_record` sealed; raises ``InvalidTag`` when it was altered or moved."""
    return decrypt(_derived(master_key(may_make=False), b"dothi.records.personal"), sealed, context)


def _derived(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=_LENGTH, salt=None, info=purpose).derive(master)


def _seal(key: bytes, plain: bytes, context: str) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, context.encode())


def _unseal(key: bytes, sealed: bytes, context: str) -> bytes:
    return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], context.encode())


def _make(path: Path) -> None:
    """Write a new key so that no reader ever sees half of one and of two makers one wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".audit-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(_LENGTH))
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(name, path)
    finally:
        Path(name).unlink()


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (ValueError, OSError):
        key = b""
    if len(key) != _LENGTH:
        raise UnusableError(
            Fault(
                "audit.key-unreadable",
                "Khóa nhật ký không đọc được",
                "The audit key cannot be read",
                where=str(path),
                remedy_vi="Khôi phục tệp này từ bản sao lưu và giữ quyền đọc cho tài khoản chạy dothi",
                remedy_en="Restore this file from a backup, readable by the account that runs dothi",
            )
        )
    return key
