from __future__ import annotations

import stat
import threading
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dothi.base.errors import UnusableError
from dothi.portal.mail import mail_settings
from dothi.settings import Settings

SECRET = "x" * 40


def read(**environment: str) -> Settings:
    return Settings.from_environment({f"DOTHI_{name.upper()}": value for name, value in environment.items()})


def test_nothing_set_serves_this_machine_from_sqlite():
    settings = read()
    assert settings.workspace == Path("workspace")
    assert settings.database()["ENGINE"] == "django.db.backends.sqlite3"
    assert settings.hosts == ["127.0.0.1", "localhost"]
    assert not settings.https
    assert not settings.debug


def test_other_variables_of_the_environment_are_left_alone():
    assert Settings.from_environment({"PATH": "/bin", "DOTH_I": "x"}) == Settings()


@pytest.mark.parametrize("text", ["1", "true", "YES", " on "])
def test_yes(text):
    assert read(behind_proxy=text).behind_proxy


@pytest.mark.parametrize("text", ["0", "false", "No", "off", ""])
def test_no(text):
    assert not read(behind_proxy=text).behind_proxy


def test_the_lake_lies_in_the_workspace_or_where_it_is_set():
    assert read(workspace="/srv/dothi").lake_root == "/srv/dothi/lake"
    assert read(lake_url="/srv/lake").lake_root == "/srv/lake"
    assert read(lake_url="s3://bucket/@home").lake_root == "s3://bucket/@home"
    found = read(lake_url="s3://bucket", lake_endpoint="https://s3.example.vn:8443")
    assert found.lake_endpoint == "https://s3.example.vn:8443"


@pytest.mark.parametrize("endpoint", ["s3.example.vn", "ftp://s3.example.vn", "https://"])
def test_an_endpoint_that_is_no_web_address_is_refused(endpoint):
    with pytest.raises(UnusableError) as refusal:
        read(lake_url="s3://bucket", lake_endpoint=endpoint)
    assert refusal.value.code == "settings.lake-endpoint"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("debug", "maybe", "settings.not-boolean"),
        ("batch_days", "-1", "settings.not-days"),
        ("batch_days", "ba mươi", "settings.not-days"),
        ("public_url", "dothi.example.vn", "settings.public-url"),
        ("public_url", "ftp://dothi.example.vn", "settings.public-url"),
        ("public_url", "https://dothi.example.vn/cong", "settings.public-url"),
        ("public_url", "https://u@dothi.example.vn", "settings.public-url"),
        ("public_url", "https://dothi.example.vn:port", "settings.public-url"),
        ("public_url", "https://[::1", "settings.public-url"),
        ("basemap_url", "https://tiles.example.vn/{z}/{x}.png", "settings.basemap-url"),
        ("basemap_url", "/{z}/{x}/{y}.png", "settings.basemap-url"),
        ("basemap_url", "https://{s}.example.vn/{z}/{x}/{y}.png", "settings.basemap-url"),
        ("mail_url", "mail.example.vn:25", "settings.mail-url"),
        ("mail_url", "smtp://mail.example.vn:mail", "settings.mail-url"),
        ("secret_key", "x" * 31, "settings.secret-short"),
        ("database_url", "mysql://host/name", "settings.database-url"),
        ("database_url", "postgresql://host", "settings.database-url"),
        ("database_url", "postgresql://host:port/name", "settings.database-url"),
        ("lake_url", "s3://key:secret@bucket/lake", "settings.lake-url"),
        ("lake_url", "s3://k@[::1/lake", "settings.lake-url"),
        ("lake_endpoint", "http://127.0.0.1:8080", "settings.lake-endpoint"),
    ],
)
def test_a_bad_value_is_refused_by_name(name, text, code):
    with pytest.raises(UnusableError) as refusal:
        read(**{name: text}).database()
    assert refusal.value.code == code
    fault = refusal.value.faults[0]
    assert fault.where == f"DOTHI_{name.upper()}"
    assert fault.remedy_vi
    assert fault.remedy_en


def test_a_misspelt_setting_is_refused_with_the_name_that_was_meant():
    with pytest.raises(UnusableError) as refusal:
        Settings.from_environment({"DOTHI_PUBLICURL": "https://dothi.example.vn"})
    assert refusal.value.sentences() == [
        "DOTHI_PUBLICURL: Không có thiết lập tên này. Ý là DOTHI_PUBLIC_URL?"
    ]


def test_every_bad_value_is_named_at_once():
    with pytest.raises(UnusableError) as refusal:
        read(public_url="x", mail_url="y", secret_key="z", zzzzzz="1")
    assert [fault.where for fault in refusal.value.faults] == [
        "DOTHI_ZZZZZZ",
        "DOTHI_PUBLIC_URL",
        "DOTHI_MAIL_URL",
        "DOTHI_SECRET_KEY",
    ]


def named_by_refusal(name: str, text: str) -> set[str]:
    try:
        settings = read(**{name: text})
        settings.database()
    except UnusableError as error:
        return {fault.where for fault in error.faults}
    return set() if all(settings.hosts) else {"hosts"}


@given(st.sampled_from([item.name for item in fields(Settings)]), st.text(max_size=60))
def test_any_text_is_understood_or_refused_by_name(name, text):
    assert named_by_refusal(name, text) <= {f"DOTHI_{name.upper()}"}


def test_the_home_of_nobody_is_refused():
    assert named_by_refusal("workspace", "~khong-co-ai/x") == {"DOTHI_WORKSPACE"}


def test_the_address_people_type_is_always_served():
    settings = read(public_url="https://dothi.example.vn/", allowed_hosts="10.0.0.5")
    assert settings.public_url == "https://dothi.example.vn"
    assert settings.hosts == ["10.0.0.5", "dothi.example.vn"]
    assert settings.https


def test_postgresql_address_with_everything():
    database = read(
        database_url="postgresql://a%40b:p%2Fw@db.example.vn:5433/quang%20nam?sslmode=require"
    ).database()
    assert (database["USER"], database["PASSWORD"], database["HOST"]) == ("a@b", "p/w", "db.example.vn")
    assert (database["PORT"], database["NAME"]) == ("5433", "quang nam")
    assert database["OPTIONS"] == {"sslmode": "require"}


def test_postgresql_through_a_socket():
    database = read(database_url="postgresql:///dothi?host=/var/run/postgresql").database()
    assert (database["HOST"], database["NAME"], database["OPTIONS"]) == ("/var/run/postgresql", "dothi", {})


class TestSecret:
    def test_is_made_once_and_read_by_its_owner_only(self, tmp_path):
        settings = read(workspace=str(tmp_path / "w"))
        first = settings.kept_secret()
        assert len(first) >= 50
        assert read(workspace=str(tmp_path / "w")).kept_secret() == first
        assert stat.S_IMODE((tmp_path / "w" / "secret.key").stat().st_mode) == 0o600
        assert [path.name for path in (tmp_path / "w").iterdir()] == ["secret.key"]

    def test_given_leaves_no_file(self, tmp_path):
        assert read(workspace=str(tmp_path), secret_key=SECRET).kept_secret() == SECRET
        assert list(tmp_path.iterdir()) == []

    def test_eight_that_start_at_once_use_the_same(self, tmp_path):
        settings = read(workspace=str(tmp_path))
        start = threading.Barrier(8)
        seen: list[str] = []

        def ask() -> None:
            start.wait()
            seen.append(settings.kept_secret())

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(seen) == 8
        assert set(seen) == {(tmp_path / "secret.key").read_text()}

    @pytest.mark.parametrize("content", ["", "x" * 31, "\x00\xff" * 4])
    def test_a_damaged_file_is_refused_not_used(self, tmp_path, content):
        (tmp_path / "secret.key").write_text(content, encoding="latin-1")
        with pytest.raises(UnusableError) as refusal:
            read(workspace=str(tmp_path)).kept_secret()
        assert refusal.value.code == "settings.secret-short"


class TestMail:
    def test_without_a_server_mails_are_files_of_the_workspace(self, tmp_path):
        mail = mail_settings(read(workspace=str(tmp_path)))
        assert mail["EMAIL_FILE_PATH"] == tmp_path / "mails"
        assert mail["DEFAULT_FROM_EMAIL"] == "dothi@127.0.0.1"

    @pytest.mark.parametrize(
        ("url", "port", "implicit", "starttls"),
        [
            ("smtps://u:p%40w@mail.example.vn", 465, True, False),
            ("smtp://u:p%40w@mail.example.vn", 587, False, True),  # a password never travels in the clear
            ("smtp://mail.example.vn", 25, False, False),
            ("smtp://mail.example.vn:2525", 2525, False, False),
        ],
    )
    def test_a_server(self, url, port, implicit, starttls):
        mail = mail_settings(read(mail_url=url, mail_from="so-xay-dung@example.vn"))
        assert (mail["EMAIL_PORT"], mail["EMAIL_USE_SSL"], mail["EMAIL_USE_TLS"]) == (
            port,
            implicit,
            starttls,
        )
        assert mail["EMAIL_HOST_PASSWORD"] in {"", "p@w"}
        assert mail["DEFAULT_FROM_EMAIL"] == "so-xay-dung@example.vn"
