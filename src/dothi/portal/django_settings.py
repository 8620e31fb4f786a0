"""Django's settings, derived from :class:`dothi.settings.Settings`; nothing is decided here twice."""

from __future__ import annotations

import hashlib
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from dothi.portal.account.configuration import form_targets, sign_in_settings
from dothi.portal.mail import mail_settings
from dothi.settings import Settings

DOTHI = Settings.from_environment()
PACKAGE = Path(__file__).resolve().parent


def _static_version() -> str:
    digest = hashlib.sha256()
    for path in sorted((PACKAGE / "static").rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(PACKAGE).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


SECRET_KEY = DOTHI.kept_secret()
DEBUG = DOTHI.debug
ALLOWED_HOSTS = DOTHI.hosts
CSRF_TRUSTED_ORIGINS = [DOTHI.public_url] if DOTHI.https else []

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "dothi.registry.sources",
    "dothi.registry.accounts",
    "dothi.registry.audit",
    "dothi.registry.jobs",
    "dothi.registry.places",
    "dothi.registry.observations",
    "dothi.registry.towns",
    "dothi.registry.worksheets",
    "dothi.registry.bodies",
    "dothi.registry.programmes",
    "dothi.registry.plans",
    "dothi.registry.land",
    "dothi.registry.consultation",
    "dothi.registry.upgrades",
    "dothi.registry.procedures",
    "dothi.registry.supervision",
    "dothi.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "dothi.portal.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "dothi.registry.accounts.middleware.AccessMiddleware",
]

ROOT_URLCONF = "dothi.portal.urls"
WSGI_APPLICATION = "dothi.portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dothi.portal.context.portal",
            ],
        },
    }
]

DATABASES = {"default": DOTHI.database()}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "dothi_cache",
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_VERSION = _static_version()
STATIC_URL = f"/static/{STATIC_VERSION}/"
STATIC_ROOT = DOTHI.workspace / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DOTHI.workspace / "uploads"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# Collected files come with compressed copies; without them (tests, development) sources are served as is.
WHITENOISE_USE_FINDERS = DEBUG or not (STATIC_ROOT / "admin").is_dir()
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 365 * 24 * 3600

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = DOTHI.https
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = DOTHI.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if DOTHI.https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if DOTHI.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = False

_basemap = urlsplit(DOTHI.basemap_url)
_basemap_hosts = [f"{_basemap.scheme}://{_basemap.netloc}"] if _basemap.netloc else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_basemap_hosts],
        "connect-src": [SELF, *_basemap_hosts],
        "worker-src": [SELF, "blob:"],
        "font-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *form_targets(DOTHI)],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

globals().update(sign_in_settings(DOTHI))
globals().update(mail_settings(DOTHI))
