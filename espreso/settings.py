"""Settings: one file. Everything that differs between machines comes from the environment.

The variables and their meaning are described in docs/operators.md.
"""

import os
from pathlib import Path

import environ
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import html_tags
from js_asset import static_lazy

from espreso import database, database_errors, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key.read_or_make(VAR_DIR / "secret-key")
SITE_NAME = env.str("SITE_NAME", default="Espreso")
SITE_TAGLINE = env.str("SITE_TAGLINE", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Behind a proxy that ends TLS; the embedded demo speaks plain HTTP on the loopback address.
HTTPS = env.bool("HTTPS", default=False)

# Whose admins the desk takes; one that a package brings with it stays closed.
DESK_APPS = ["interviews", "articles"]
INSTALLED_APPS = [
    *DESK_APPS,
    "espreso",
    "content_editor",
    "django_prose_editor",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "espreso.admin_site.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "espreso.requests.no_null_characters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "espreso.reauthentication.in_place_of_the_librarys",
    "espreso.password_hashing.say_so",
    "espreso.languages.of_the_address",
    "espreso.late_requests.refuse",
]

ROOT_URLCONF = "espreso.urls"
WSGI_APPLICATION = "espreso.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "espreso.forms.QuickRenderer"

DATABASES = {"default": database.config(os.environ)}
# Seconds, for `migrate` alone. 0 is no limit.
MIGRATE_LOCK_TIMEOUT = env.int("MIGRATE_LOCK_TIMEOUT", default=5)
MIGRATE_STATEMENT_TIMEOUT = env.int("MIGRATE_STATEMENT_TIMEOUT", default=60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _cache(entries):
    """A cache that all servers share where REDIS_URL names one; else one in each process."""
    if address := env.str("REDIS_URL", default=""):
        return {"BACKEND": "espreso.cache.FailOpenRedisCache", "LOCATION": address}
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": f"of-{entries}",
        "OPTIONS": {"MAX_ENTRIES": entries},
    }


CACHES = {
    # Counts sign-in attempts: nothing that readers do may push these out.
    "default": _cache(20_000) | {"KEY_PREFIX": "counts"},
    # Counts what readers send, by a name for each of them that is another one every day.
    "readers": _cache(5_000) | {"KEY_PREFIX": "readers"},
}

AUTH_USER_MODEL = "articles.User"
AUTHENTICATION_BACKENDS = ["espreso.sign_in.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "espreso.password_hashing.Scrypt",
    "espreso.password_hashing.PBKDF2",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "espreso.sign_in.ClosedSignup"
ACCOUNT_FORMS = {
    "reset_password": "espreso.password_links.ForgottenForm",
    "user_token": "espreso.password_links.LinkForm",
    "add_email": "espreso.sign_in.AddressForm",
    "change_password": "espreso.sign_in.ChangePasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
# Counted by `espreso.guesses` and `espreso.attempts`, for all workers.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": None}
# An open session does not give the account away: the password is asked again, and owners are told.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
# A stranger's form sends mail to nobody but colleagues.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Whoever followed a link to choose a password is in, behind the second factor if they have one.
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# Days within which whoever publishes, or looks after people, sets up a second factor.
SECOND_FACTOR_DAYS = env.int("SECOND_FACTOR_DAYS", default=None)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "espreso.second_factor.CodeForm",
    "reauthenticate": "espreso.second_factor.CodeAgainForm",
}
MFA_TOTP_ISSUER = SITE_NAME
# Addresses are given by an admin and not confirmed by mail.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# How many proxies of ours stand in front; rate limits count the client before them.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
# Passkeys need HTTPS everywhere but on the loopback address.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# Mail goes to the log until EMAIL_URL names a server.
_mail = env.email_url("EMAIL_URL", default="consolemail://")
MAILERS = {
    # Writes what is to be sent, and a background task sends it: nobody waits for a mail server.
    "default": {"BACKEND": "articles.notifications.outbox.Outbox"},
    "server": {
        "BACKEND": _mail["EMAIL_BACKEND"],
        "OPTIONS": (
            {
                "host": _mail["EMAIL_HOST"],
                "port": _mail["EMAIL_PORT"],
                "username": _mail["EMAIL_HOST_USER"],
                "password": _mail["EMAIL_HOST_PASSWORD"],
                "use_tls": _mail.get("EMAIL_USE_TLS", False),
                "use_ssl": _mail.get("EMAIL_USE_SSL", False),
                # Seconds. What else is done in the background waits meanwhile.
                "timeout": 5,
            }
            if _mail["EMAIL_HOST"]
            else {}
        ),
    },
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="desk@localhost")

# What the rich text editor has beyond its own; `espreso.richtext` says what survives.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {
        "js": [static_lazy("desk/editor/language_mark.js")],
        "extensions": {"LanguageMark": html_tags(["span"], {"span": ["lang"]})},
    },
    # The editor's own link, under its own name.
    {"js": [static_lazy("desk/editor/link.js")], "extensions": {"DeskLink": html_tags([])}},
    {"js": [static_lazy("desk/editor/typography.js")], "extensions": {"Typography": html_tags([])}},
]

# The first language of the site stands at “/”, each further one at its code, “/uk/”.
_NAMES = {"en": _("English"), "uk": _("Ukrainian")}
_CODES = env.list("LANGUAGES", default=["en", "uk"])
LANGUAGES = [(code, _NAMES.get(code, code)) for code in _CODES]
LANGUAGE_CODE = _CODES[0]
# Who works in the desk chooses its language, and this remembers it. Readers' pages neither read
# nor set it: their language is that of their address.
LANGUAGE_COOKIE_NAME = "desk_language"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["espreso.formats"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/Kyiv")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", default=str(VAR_DIR / "private")))
# Markers of what was withdrawn, at which nginx looks before its cache.
WITHDRAWN_ROOT = Path(env.str("WITHDRAWN_ROOT", default=str(VAR_DIR / "withdrawn")))
STORAGES = {
    # Renditions: public, at addresses nobody can guess.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Originals, with all their metadata: no address leads to them.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "espreso.static_files.HashedNames"
        )
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# Of a larger upload, as most photographs are, the rest goes to a temporary file.
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A Word file or a transcript pasted from one can be long; photographs are not counted here.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# 150 questions post about 1,000 fields. The desk itself refuses, in words, past 500 blocks.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 8000

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    # Where videos and posts play once a reader has asked for them; see articles/content/embeds.py.
    "frame-src": [
        "https://www.youtube-nocookie.com",
        "https://player.vimeo.com",
        "https://platform.twitter.com",
        "https://t.me",
        "https://www.facebook.com",
    ],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "espreso.csrf_failures.answer"
MESSAGE_STORAGE = "espreso.spoken_messages.Storage"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

TAGGIT_CASE_INSENSITIVE = True

# A hub that tells subscribers of feeds at once what is new (WebSub).
WEBSUB_HUB = env.str("WEBSUB_HUB", default="")

# What each worker does after the answer: functions, see `espreso.background`.
BACKGROUND_TASKS = [
    "articles.public.withdrawal.keep_marked",
    "espreso.aftermath.settle",
    "articles.notifications.outbox.send_due",
    "articles.notifications.websub.ping_of_what_is_new",
    "espreso.expired_sessions.delete_some",
    "articles.models.doomed_file.delete_due",
    "articles.models.rendering.render_due",
    "articles.actions.deletion.erase_due",
    "articles.actions.activity.thin_sign_ins",
]

# Whole pages, in the memory of each worker. 0 is none of them.
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=64)
# What has changed since they were made, and which are made before the first reader comes.
PAGE_CACHE_CHANGES = "articles.public.edition.Changes"
PAGE_CACHE_FIRST = "articles.public.edition.first_addresses"
# Bodies of versions; `make bench` measures with and without.
FRAGMENT_CACHE = env.bool("FRAGMENT_CACHE", default=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "espreso.log_lines.LogLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {
        "news": {"()": "django.utils.log.CallbackFilter", "callback": database_errors.is_news},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["news"]},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What strangers ask for that is not there, or not theirs, or no host of ours, fills no log.
    "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "CRITICAL"}},
}
