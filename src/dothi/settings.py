"""Settings: one typed object read from the environment, and the workspace folder it points to.

Everything an administrator can set stands here once, with the sentence that documents it;
`docs/settings.md` is checked against this list. A missing secret key is made once and kept in the
workspace, readable by its owner only.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from dothi.base.errors import Fault, UnusableError, refuse_all

PREFIX = "DOTHI_"
SHORTEST_SECRET = 32
MOST_DAYS = 3650
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"", "0", "false", "no", "off"}


def _setting(default: Any, vi: str, en: str) -> Any:
    return field(default=default, metadata={"vi": vi, "en": en})


@dataclass(frozen=True, slots=True)
class Settings:
    """What an administrator decides; each field is read from ``DOTHI_`` + its name in capitals."""

    workspace: Path = _setting(  # noqa: RUF009 - a path never changes
        Path("workspace"),
        "Thư mục làm việc (dữ liệu, khóa, bản sao lưu)",
        "Workspace folder (data, keys, backups)",
    )
    database_url: str = _setting(
        "",
        "Địa chỉ PostgreSQL (postgresql://…); để trống thì dùng SQLite trong thư mục làm việc",
        "PostgreSQL address (postgresql://…); empty means SQLite inside the workspace",
    )
    secret_key: str = _setting(
        "",
        "Khóa bí mật; để trống thì tạo một lần và giữ trong thư mục làm việc",
        "Secret key; empty means one is made once and kept in the workspace",
    )
    public_url: str = _setting(
        "http://127.0.0.1:8000",
        "Địa chỉ mà người dùng gõ; https bật cookie an toàn và HSTS",
        "The address people type; https turns on secure cookies and HSTS",
    )
    allowed_hosts: str = _setting(
        "127.0.0.1,localhost",
        "Các tên máy chủ được phục vụ, cách nhau bằng dấu phẩy",
        "Host names served, separated by commas",
    )
    behind_proxy: bool = _setting(
        False,
        "Đứng sau máy chủ ủy quyền có TLS (đọc X-Forwarded-Proto và X-Forwarded-For)",
        "Runs behind a TLS proxy (reads X-Forwarded-Proto and X-Forwarded-For)",
    )
    debug: bool = _setting(False, "Chế độ gỡ lỗi, không dùng khi vận hành", "Debug mode, never in production")
    basemap_url: str = _setting(
        "",
        "Mẫu địa chỉ ảnh nền bản đồ {z}/{x}/{y}; để trống thì không gọi ra ngoài",
        "Raster basemap template {z}/{x}/{y}; empty means no outside request",
    )
    basemap_attribution: str = _setting("", "Ghi công nguồn bản đồ nền", "Attribution of the basemap")
    oidc_issuer: str = _setting(
        "", "Địa chỉ máy chủ đăng nhập một lần (OpenID Connect)", "Issuer of the OpenID Connect provider"
    )
    oidc_client_id: str = _setting("", "Mã ứng dụng tại máy chủ OIDC", "Client id at the OIDC provider")
    oidc_client_secret: str = _setting(
        "", "Khóa ứng dụng tại máy chủ OIDC", "Client secret at the OIDC provider"
    )
    oidc_name: str = _setting(
        "Đăng nhập một lần", "Tên hiển thị trên nút đăng nhập OIDC", "Name on the OIDC sign-in button"
    )
    mail_url: str = _setting(
        "",
        "Máy chủ thư smtp(s)://người:mật-khẩu@máy:cổng; để trống thì thư là tệp trong thư mục làm việc",
        "Mail server, smtp(s)://user:password@host:port; empty means mails are files in the workspace",
    )
    mail_from: str = _setting(
        "", "Địa chỉ gửi thư; để trống thì là dothi@ máy chủ", "Sender of mails; empty means dothi@ the host"
    )
    lake_url: str = _setting(
        "",
        "Kho lớp bản đồ: thư mục hoặc s3://kho/thư-mục; để trống thì là lake trong thư mục làm việc",
        "Lake of map layers: a folder or s3://bucket/folder; empty means lake inside the workspace",
    )
    lake_endpoint: str = _setting(
        "",
        "Địa chỉ máy chủ tương thích S3 của kho; để trống thì là Amazon S3",
        "Address of the lake's S3-compatible server; empty means Amazon S3",
    )
    batch_days: int = _setting(
        30,
        "Số ngày giữ tệp của mỗi lần tra cứu đất hàng loạt, đối chiếu, lớp đã gửi, chương trình nâng loại, "
        "tính từ lần tải về cuối; 0 là giữ mãi",
        "Days for which the files of look-ups of many parcels, comparisons, layers sent and plans of towns "
        "are kept since last downloaded; 0 for ever",
    )
    speaker_days: int = _setting(
        730,
        "Số ngày giữ tên, cách liên hệ của người góp ý, tính từ khi kết thúc lấy ý kiến; 0 là giữ mãi",
        "Days for which who made a statement is kept after its consultation has ended; 0 for ever",
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read every setting; raise :class:`UnusableError` naming the variable that cannot be understood."""
        source = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for item in fields(cls):
            name = PREFIX + item.name.upper()
            if name in source:
                values[item.name] = _read(name, source[name], item.default)
        settings = cls(**values)
        refuse_all([*_unknown(source), *_faults(settings)], UnusableError)
        return settings

    @property
    def hosts(self) -> list[str]:
        """Host names served: those allowed, and always the one that people type."""
        named = [name.strip() for name in self.allowed_hosts.split(",") if name.strip()]
        typed = urlsplit(self.public_url).hostname or ""
        return named if typed in named else [*named, typed]

    @property
    def https(self) -> bool:
        """Whether people reach the portal over TLS."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def lake_root(self) -> str:
        """Where the lake lies: as set, or inside the workspace."""
        return self.lake_url or str(self.workspace / "lake")

    def database(self) -> dict[str, Any]:
        """Django's description of the registry database."""
        if not self.database_url:
            return _sqlite(self.workspace / "registry.sqlite3")
        return _postgresql(self.database_url)

    def kept_secret(self) -> str:
        """The secret key: given, or made once and kept in the workspace with owner-only rights."""
        if self.secret_key:
            return self.secret_key
        path = self.workspace / "secret.key"
        if not path.exists():
            _make_secret(path)
        secret = path.read_text(encoding="ascii", errors="replace").strip()
        if len(secret) < SHORTEST_SECRET:
            raise UnusableError(_short_secret(str(path)))
        return secret


def _make_secret(path: Path) -> None:
    """Write a new key under its name in one step, so that of two processes both read the same whole key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".secret-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(50))
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()


def _short_secret(where: str) -> Fault:
    return Fault(
        "settings.secret-short",
        f"Khóa bí mật ngắn hơn {SHORTEST_SECRET} ký tự",
        f"The secret key is shorter than {SHORTEST_SECRET} characters",
        where=where,
        remedy_vi="Đặt khóa dài hơn; với tệp trong thư mục làm việc, khôi phục tệp hoặc xóa để tạo lại",
        remedy_en="Set a longer one; for the file in the workspace, restore it or delete it to have one made",
    )


def _unknown(environment: Mapping[str, str]) -> Iterator[Fault]:
    """A misspelt setting would silently keep its default: refuse it."""
    known = [PREFIX + item.name.upper() for item in fields(Settings)]
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            yield Fault(
                "settings.unknown",
                "Không có thiết lập tên này",
                "There is no setting of this name",
                where=name,
                remedy_vi=f"Ý là {near[0]}?" if near else "Xem docs/settings.md, hoặc bỏ biến này",
                remedy_en=f"Did you mean {near[0]}?" if near else "See docs/settings.md, or unset it",
            )


def _faults(settings: Settings) -> Iterator[Fault]:
    if not _is_origin(settings.public_url):
        yield Fault(
            "settings.public-url",
            "Địa chỉ cổng không phải http(s)://máy chủ, không kèm đường dẫn",
            "The portal's address is not http(s)://host without a path",
            where="DOTHI_PUBLIC_URL",
            remedy_vi="Viết như https://dothi.example.vn",
            remedy_en="Write like https://dothi.example.vn",
        )
    if settings.basemap_url and not _is_tile_template(settings.basemap_url):
        yield Fault(
            "settings.basemap-url",
            "Mẫu địa chỉ ảnh nền thiếu http(s)://, {z}, {x} hoặc {y}",
            "The basemap template lacks http(s)://, {z}, {x} or {y}",
            where="DOTHI_BASEMAP_URL",
            remedy_vi="Viết như https://máy/{z}/{x}/{y}.png, hoặc để trống",
            remedy_en="Write like https://host/{z}/{x}/{y}.png, or leave it empty",
        )
    if settings.mail_url and not _is_address(settings.mail_url, {"smtp", "smtps"}):
        yield Fault(
            "settings.mail-url",
            "Địa chỉ máy chủ thư không đọc được",
            "The mail server's address cannot be understood",
            where="DOTHI_MAIL_URL",
            remedy_vi="Viết smtps://người:mật-khẩu@máy:cổng, hoặc để trống",
            remedy_en="Write smtps://user:password@host:port, or leave it empty",
        )
    if settings.secret_key and len(settings.secret_key) < SHORTEST_SECRET:
        yield _short_secret("DOTHI_SECRET_KEY")
    yield from _lake_faults(settings)


def _lake_faults(settings: Settings) -> Iterator[Fault]:
    if "@" in settings.lake_url.partition("://")[2].partition("/")[0]:
        yield Fault(
            "settings.lake-url",
            "Địa chỉ kho lớp bản đồ không được chứa khóa truy cập",
            "The lake's address must not hold credentials",
            where="DOTHI_LAKE_URL",
            remedy_vi="Đặt khóa trong AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY",
            remedy_en="Set them in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        )
    if settings.lake_endpoint and not (
        _is_address(settings.lake_endpoint, {"http", "https"}) and settings.lake_url.startswith("s3://")
    ):
        yield Fault(
            "settings.lake-endpoint",
            "Địa chỉ máy chủ của kho không phải http(s)://máy:cổng, hoặc kho không phải s3://…",
            "The lake's server is not http(s)://host:port, or the lake is not s3://…",
            where="DOTHI_LAKE_ENDPOINT",
            remedy_vi="Viết như https://s3.example.vn, đặt DOTHI_LAKE_URL=s3://kho/thư-mục, hoặc để trống",
            remedy_en="Write like https://s3.example.vn with DOTHI_LAKE_URL=s3://bucket/folder, or unset it",
        )


def _is_address(text: str, schemes: set[str]) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, a broken IPv6 address
        return False


def _is_origin(text: str) -> bool:
    if not _is_address(text, {"http", "https"}):
        return False
    parts = urlsplit(text)
    return not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)


def _is_tile_template(text: str) -> bool:
    whole = all(part in text for part in ("{z}", "{x}", "{y}"))
    return whole and _is_address(text, {"http", "https"}) and "{" not in urlsplit(text).netloc


def _read(name: str, text: str, default: Any) -> Any:
    if isinstance(default, bool):
        lowered = text.strip().lower()
        if lowered in _TRUE | _FALSE:
            return lowered in _TRUE
        raise UnusableError(
            Fault(
                "settings.not-boolean",
                f"Giá trị «{text}» không phải có/không",
                f"“{text}” is neither yes nor no",
                where=name,
                remedy_vi="Đặt 1 hoặc 0",
                remedy_en="Set 1 or 0",
            )
        )
    if isinstance(default, int):
        return _days(name, text.strip())
    if isinstance(default, Path):
        return _folder(name, text) if text.strip() else default
    return text.strip().rstrip("/") if name == "DOTHI_PUBLIC_URL" else text.strip()


def _folder(name: str, text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:
        raise UnusableError(
            Fault(
                "settings.home",
                f"Không có người dùng nào ứng với «{text[:40]}»",
                f"No user goes with “{text[:40]}”",
                where=name,
                remedy_vi="Ghi đường dẫn đầy đủ của thư mục",
                remedy_en="Write the whole path of the folder",
            )
        ) from error


def _days(name: str, text: str) -> int:
    if text.isascii() and text.isdigit() and int(text[:6]) <= MOST_DAYS:
        return int(text)
    raise UnusableError(
        Fault(
            "settings.not-days",
            f"Giá trị «{text}» không phải số ngày từ 0 đến {MOST_DAYS}",
            f"“{text}” is no number of days from 0 to {MOST_DAYS}",
            where=name,
            remedy_vi="Đặt một số nguyên, ví dụ 30",
            remedy_en="Set a whole number, such as 30",
        )
    )


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "TEST": {"NAME": path.with_name("test-registry.sqlite3")},
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise UnusableError(_unreadable_database()) from None
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise UnusableError(_unreadable_database())
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_HEALTH_CHECKS": True,
        "CONN_MAX_AGE": 60,
        "OPTIONS": query,
    }


def _unreadable_database() -> Fault:
    return Fault(
        "settings.database-url",
        "Địa chỉ cơ sở dữ liệu không đọc được",
        "The database address cannot be understood",
        where="DOTHI_DATABASE_URL",
        remedy_vi="Viết postgresql://người:mật-khẩu@máy:cổng/tên-cơ-sở-dữ-liệu",
        remedy_en="Write postgresql://user:password@host:port/database",
    )
