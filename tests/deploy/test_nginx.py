"""The nginx configuration as shipped, with real TLS, in front of a real "dothi serve"."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import pytest
from django.urls import reverse

NAME = "dothi.example.vn"
MAIN = """
daemon off; pid {room}/nginx.pid; error_log {room}/error.log; {user}
events {{ worker_connections 64; }}
http {{
  access_log off;
  default_type application/octet-stream;
  client_body_temp_path {room}/body; proxy_temp_path {room}/proxy; fastcgi_temp_path {room}/f;
  uwsgi_temp_path {room}/u; scgi_temp_path {room}/s;
  include {room}/dothi.conf;
}}
"""


def free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [listener.getsockname()[1] for listener in held]
    for listener in held:
        listener.close()
    return ports


def certificate(room: Path) -> None:
    made = ["-keyout", room / "privkey.pem", "-out", room / "fullchain.pem"]
    named = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *named, *made]
    subprocess.run(command, check=True, capture_output=True)


def configured(root: Path, room: Path, workspace: Path, ports: tuple[int, int, int]) -> None:
    """Write the shipped configuration with this test's ports and paths, and nothing else changed."""
    text = (root / "deploy" / "nginx" / "dothi.conf").read_text(encoding="utf-8")
    plain, secure, backend = ports
    changes = [
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen [::]:80;", ""),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{secure} ssl http2;"),
        ("listen [::]:443 ssl http2;", ""),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{backend};"),
        ("/etc/dothi/tls/", f"{room}/"),
        ("/var/lib/dothi/static/", f"{workspace}/static/"),
    ]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (room / "dothi.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (room / "nginx.conf").write_text(MAIN.format(room=room, user=user), encoding="utf-8")


class Front:
    """nginx, as a browser sees it."""

    def __init__(self, room: Path, plain: int, secure: int) -> None:
        self.plain, self.secure = plain, secure
        self.context = ssl.create_default_context(cafile=room / "fullchain.pem")

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        raw = self.context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.secure), timeout=10), server_hostname=NAME
        )
        connection = http.client.HTTPConnection(NAME)
        connection.sock = raw
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        return response


@pytest.fixture(scope="module")
def front(root, made_program, tmp_path_factory):
    room = tmp_path_factory.mktemp("nginx")
    plain, secure, backend = free_ports(3)
    certificate(room)
    configured(root, room, made_program.workspace, (plain, secure, backend))
    served = made_program.start(
        *("serve", "--web-only", "--workers", "1", "--port", str(backend)),
        DOTHI_PUBLIC_URL=f"https://{NAME}",
        DOTHI_BEHIND_PROXY="1",
    )
    nginx = None
    try:
        assert "http://" in served.stdout.readline(), served.communicate()[1]
        program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "nginx is missing: tools/setup system installs it"
        nginx = subprocess.Popen(
            [program, "-e", f"{room}/error.log", "-c", f"{room}/nginx.conf"],
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(200):
            assert nginx.poll() is None, nginx.communicate()[1]
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", secure)) == 0:
                    break
            time.sleep(0.05)
        yield Front(room, plain, secure)
    finally:
        for process in (nginx, served):
            if process is not None:
                process.terminate()
                process.communicate(timeout=40)


def static_address(front: Front, ending: str, compressed: bool = True) -> str:
    page = front.get("/")
    assert page.status == 200
    found = re.findall(rb'(?:href|src)="(/static/[^"]+)"', page.body)
    return next(address.decode() for address in found if address.decode().endswith(ending))


def test_the_portal_answers_over_tls_with_hsts(front):
    response = front.get("/suc-khoe/")
    assert response.status == 200
    assert "max-age=31536000" in response.headers["Strict-Transport-Security"]


def test_plain_http_leads_to_tls(front):
    connection = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=10)
    connection.request("GET", "/do-thi/?q=1", headers={"Host": NAME})
    response = connection.getresponse()
    assert (response.status, response.headers["Location"]) == (301, f"https://{NAME}/do-thi/?q=1")
    connection.close()


@pytest.mark.parametrize(("option", "works"), [("-tls1_1", False), ("-tls1_2", True), ("-tls1_3", True)])
def test_old_protocols_are_refused(front, option, works):
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{front.secure}", "-servername", NAME]
    done = subprocess.run(
        [*command, option, "-cipher", "DEFAULT@SECLEVEL=0"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode == 0) is works


def test_cookies_are_secure_because_the_forwarded_scheme_is_believed(front):
    response = front.get(reverse("account_login"))
    assert response.status == 200
    cookies = response.headers.get_all("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie and "HttpOnly" in cookie for cookie in cookies)


def test_what_the_sender_claims_about_itself_is_overwritten(front):
    """A claimed plain scheme would drop HSTS; a foreign Host is answered by no page of ours."""
    response = front.get("/suc-khoe/", **{"X-Forwarded-Proto": "http"})
    assert "Strict-Transport-Security" in response.headers


def test_static_files_come_compressed_from_nginx_for_a_year(front):
    response = front.get(static_address(front, ".css"), **{"Accept-Encoding": "gzip"})
    assert response.status == 200
    assert response.headers["Server"] == "nginx"
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Content-Type"].startswith("text/css")
    assert "immutable" in str(response.headers.get_all("Cache-Control"))
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_part_of_a_file_can_be_asked_for(front):
    address = static_address(front, ".css")
    whole = front.get(address)
    part = front.get(address, Range="bytes=10-29")
    assert part.status == 206
    assert part.body == whole.body[10:30]
    assert part.headers["Content-Range"] == f"bytes 10-29/{len(whole.body)}"
    assert front.get(address, Range=f"bytes={len(whole.body)}-").status == 416


def test_modules_have_the_type_that_browsers_insist_on(front, made_program):
    modules = sorted((made_program.workspace / "static").rglob("*.mjs"))
    assert modules
    prefix = static_address(front, ".css").split("/")[2]
    name = modules[0].relative_to(made_program.workspace / "static").as_posix()
    response = front.get(f"/static/{prefix}/{name}")
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize(
    "path", ["../secret.key", "..%2fsecret.key", "%2e%2e/registry.sqlite3", "a/../../dothi.toml"]
)
def test_nothing_outside_the_static_folder_can_be_reached(front, path):
    prefix = static_address(front, ".css").split("/")[2]
    assert front.get(f"/static/{prefix}/{path}").status in {400, 404}
