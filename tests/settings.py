"""The settings of the test run: the product's own, with what tests cannot wait for taken out."""

from config.settings import *  # noqa: F403
from config.settings import DATABASES, MIDDLEWARE, STORAGES, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# A live server asks for files by their plain names, before any `collectstatic`.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise.")]
DATABASES["default"]["CONN_MAX_AGE"] = 0
MEDIA_ROOT = VAR_DIR / "test-media"
