"""One settings file; environments differ by the values of the variables it reads.

`.env.example` names every variable; a test compares it with this file.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import django_stubs_ext
import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.logs import logging_settings

django_stubs_ext.monkeypatch()

env = environ.FileAwareEnv()
BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = env("XINFANG_ENV", default="development")
if ENVIRONMENT not in {"development", "production"}:
    raise ImproperlyConfigured(
        f"XINFANG_ENV 只能是 development 或 production，现在是“{ENVIRONMENT}”"
    )
PRODUCTION = ENVIRONMENT == "production"
VAR_DIR = Path(env("XINFANG_DATA", default=str(BASE_DIR / "var"))).resolve()
DEMO = env.bool("XINFANG_DEMO", default=False)
DEMO_PASSWORD = "demo-Xinfang-2026"  # noqa: S105 - published on purpose, refused in production
DEBUG = env.bool("DEBUG", default=False)
DEVELOPMENT_SECRET_KEY = "development-only-key-refused-in-production"  # noqa: S105 - refused too
SECRET_KEY = env("SECRET_KEY", default="") or DEVELOPMENT_SECRET_KEY
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "testserver"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
HTTPS = env.bool("HTTPS", default=PRODUCTION)
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "guardian",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "accounts",
    "routing",
    "petitions",
    "oversight",
    "portal",
    "config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.proxy.ClientAddressMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.sessions.SessionLimitsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.shell",
                "oversight.context.unread",
            ]
        },
    }
]
FORM_RENDERER = "accounts.renderers.ComponentRenderer"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- records -----------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://xinfang@127.0.0.1:5432/xinfang")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "connect_timeout": 3,
        # A page gives up after 15 s; manage.py and Celery allow their statements five minutes.
        "options": f"-c statement_timeout={env('DB_STATEMENT_TIMEOUT', default='15s')}"
        " -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR_DIR / "media"
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Above the twenty a form takes, so that the form can say so and keep what was typed.
DATA_UPLOAD_MAX_NUMBER_FILES = 60
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750

# --- pages -------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "staticfiles"
# Compressing takes a minute: worth it once a release, not before a first look.
STATIC_STORAGE = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if PRODUCTION
    else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_STORAGE},
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.api_json.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "petitions.api.problems.exception_handler",
    # Counted in each process's own memory. They stop a runaway program; guessed passwords are
    # stopped by axes, which counts in the database.
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "3000/min", "user": "6000/min", "token": "120/min"},
    # The address is REMOTE_ADDR, as `config.proxy` left it, and never what a header claims.
    "NUM_PROXIES": 0,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "信访路线图",
    "DESCRIPTION": "与页面相同的事项、权限和理由。日期按北京时间；出错时返回 RFC 9457 problem。",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "ENUM_NAME_OVERRIDES": {
        "KindEnum": "routing.models.guide.Kind",
        "IntakeEnum": "petitions.models.petition.Intake",
        "OrganizationKindEnum": "accounts.models.OrganizationKind",
        "OutcomeEnum": "petitions.api.schemas.OUTCOMES",
        "ReviewOutcomeEnum": "petitions.api.schemas.REVIEW_OUTCOMES",
        "TicketKindEnum": "oversight.models.TicketKind",
        "TicketOpeningKindEnum": "oversight.api.tickets.BY_HAND",
        "TicketStatusEnum": "oversight.models.TicketStatus",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "petitions.api.schemas.add_problems",
    ],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# --- who signs in ------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.SeveralKinds"},
    {
        "NAME": "accounts.passwords.NothingPersonal",
        "OPTIONS": {"user_attributes": ["username", "name", "phone"]},
    },
    {"NAME": "accounts.passwords.Uncommon"},
    {"NAME": "config.passwords.NotTheDemoPassword"},
]
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
SESSION_ABSOLUTE_AGE = 12 * 60 * 60
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- statistics --------------------------------------------------------------------------------
# 1 is the natural month; 21 the petition offices' own, from the 21st to the 20th.
STATISTICAL_MONTH_STARTS_ON = env.int("STATISTICAL_MONTH_STARTS_ON", default=1)
if STATISTICAL_MONTH_STARTS_ON not in {1, 21}:
    raise ImproperlyConfigured(
        f"STATISTICAL_MONTH_STARTS_ON 只能是 1 或 21，现在是 {STATISTICAL_MONTH_STARTS_ON}"
    )
#: A petitioner rates within so many days of service.
RATING_DAYS = env.int("RATING_DAYS", default=30)
#: A first matter counts as settled at once if nobody comes again about it within so many days.
RESOLUTION_DAYS = env.int("RESOLUTION_DAYS", default=90)

# --- what leaves, and what runs beside the pages -----------------------------------------------
vars().update(env.email("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}"))
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="信访路线图 <noreply@localhost>")
SITE_URL = env("SITE_URL", default=f"http://127.0.0.1:{env('PORT', default='8000')}").rstrip("/")
SMS_URL = env("SMS_URL", default="")
SMS_TOKEN = env("SMS_TOKEN", default="")
GATEWAY_TIMEOUT = float(env("GATEWAY_TIMEOUT", default="5"))
SENDING_HOURS = env("SENDING_HOURS", default="08:30-18:00")
LOGGING = logging_settings(level=env("LOG_LEVEL", default="INFO"))

REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 180,
    # What a dead worker held comes back within seconds: kombu's own pace is 10 × 10 s.
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "xinfang"
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 60
CELERY_TASK_SOFT_TIME_LIMIT = 50
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A beat nobody fetched in time is worth nothing: the next one looks at the same rows.
CELERY_BEAT_SCHEDULE = {
    name: {"task": f"oversight.tasks.{name}", "schedule": every, "options": {"expires": every}}
    for name, every in {
        "sweep_deadlines": 60,
        "deliver_notices": 10,
        "write_digests": 60,
        "issue_papers": 60,
        "find_irregularities": 3600,
        "alarm_gaps": 3600,
        "freeze_reports": 3600,
    }.items()
}
HEARTBEAT_GRACE = timedelta(seconds=90)
