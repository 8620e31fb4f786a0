"""Where mails go: an SMTP server when one is set, files in the workspace otherwise."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from dothi.settings import Settings


def mail_settings(settings: Settings) -> dict[str, Any]:
    """Django's mail settings for ``settings.mail_url``.

    ``smtps`` speaks TLS from the first byte; ``smtp`` turns it on (STARTTLS) whenever a password is sent.
    """
    parts = urlsplit(settings.mail_url)
    sender = settings.mail_from or f"dothi@{urlsplit(settings.public_url).hostname}"
    common = {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender}
    if not settings.mail_url:
        return {
            **common,
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": settings.workspace / "mails",
        }
    implicit = parts.scheme == "smtps"
    return {
        **common,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or (465 if implicit else 587 if parts.password else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": not implicit and bool(parts.password),
        "EMAIL_TIMEOUT": 20,
    }
