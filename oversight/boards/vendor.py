"""Where the charts' script lies, if it was fetched at all."""

from __future__ import annotations

from functools import cache

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

CHARTS = "vendor/echarts.min.js"


@cache
def charts_url() -> str:
    """Empty where nobody fetched it: the tables stand, and the page says so. The manifest of a
    collected release decides before the source folder does."""
    hashed = getattr(staticfiles_storage, "hashed_files", None)
    if hashed:
        return staticfiles_storage.url(CHARTS) if CHARTS in hashed else ""
    return staticfiles_storage.url(CHARTS) if finders.find(CHARTS) else ""
