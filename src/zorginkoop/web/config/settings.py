"""Settings of the application; everything that differs per installation comes from the environment."""

import os
from datetime import date
from pathlib import Path

from zorginkoop.web.config.database import database_settings
from zorginkoop.web.config.inlogwegen import login_settings
from zorginkoop.web.config.post import mail_settings

BRON = Path(__file__).resolve().parents[4]
VAR = Path(os.environ.get("ZORGINKOOP_VAR", BRON / "var"))
VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The key of the environment, or one made once for this installation."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(os.urandom(32).hex())
    return path.read_text()


DEMO = os.environ.get("ZORGINKOOP_DEMO", "") == "1"
DEMO_DATUM = date.fromisoformat(os.environ["ZORGINKOOP_DATUM"]) if os.environ.get("ZORGINKOOP_DATUM") else None
"""The day on which a demonstration lives; None means today."""
DEBUG = os.environ.get("ZORGINKOOP_DEBUG", "") == "1"
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "zorginkoop.web.toegang",
    "zorginkoop.web.inlogmiddelen",
    "zorginkoop.web.register",
    "zorginkoop.web.contractering",
    "zorginkoop.web.declaraties",
    "zorginkoop.web.begroting",
    "zorginkoop.web.gebeurtenissen",
    "zorginkoop.web.berichten",
    "zorginkoop.web.redactie",
    "zorginkoop.web.publiek",
    "zorginkoop.web.api",
    "zorginkoop.web.beheer",
    "zorginkoop.web.config",
    "zorginkoop.web.demo",
]

MIDDLEWARE = [
    "zorginkoop.web.api.kopregels.Kopregels",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "zorginkoop.web.redactie.kast.Beleidskast",
    "zorginkoop.web.toegang.taal.Taal",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "zorginkoop.web.toegang.afscherming.Afscherming",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zorginkoop.web.inlogmiddelen.middleware.Verbinding",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "zorginkoop.web.config.urls"
WSGI_APPLICATION = "zorginkoop.web.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zorginkoop.web.config.context.pagina",
            ],
            "builtins": ["django.templatetags.i18n", "zorginkoop.web.toegang.templatetags.taal"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database_settings(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "toegang.Persoon"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "toegang:inloggen"
LOGIN_REDIRECT_URL = "start"
OTP_TOTP_ISSUER = "Zorginkoop"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
"""Each named in itself; the first is what nobody has to choose."""
LANGUAGE_COOKIE_NAME = "taal"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
FORMAT_MODULE_PATH = "zorginkoop.web.config.formats"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("ZORGINKOOP_HTTPS", "") == "1":
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
API_BRON = os.environ.get("ZORGINKOOP_BRON", "urn:nld:kvknr:00000000:systeem:zorginkoop")
"""Who sends our webhooks, as the NL GOV profile for CloudEvents writes it: with the KvK number of the operator."""
WEBHOOK_NETWERKEN = [net for net in os.environ.get("ZORGINKOOP_WEBHOOK_NETWERKEN", "").split(",") if net]
"""Private networks webhooks may go to all the same, such as 10.1.2.0/24; there plain http is fine too."""
PORTAAL_ADRES = os.environ.get("ZORGINKOOP_ADRES", "http://127.0.0.1:8000").rstrip("/")
"""Where people reach the portal; links in e-mail start with it."""
vars().update(login_settings(os.environ, VAR, demo=DEMO, adres=PORTAAL_ADRES))
DEFAULT_FROM_EMAIL = os.environ.get("ZORGINKOOP_AFZENDER", "Zorginkoop <geen-antwoord@localhost>")
vars().update(mail_settings(os.environ.get("ZORGINKOOP_SMTP", ""), VAR))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
UPLOAD_MAX_BYTES = 100 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "zorginkoop.web.declaraties.upload.BoundedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
