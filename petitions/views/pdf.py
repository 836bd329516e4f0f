"""A letter as the browser shows it: inline, kept nowhere, able to do nothing."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse


def inline(content: bytes, *, name: str) -> HttpResponse:
    """`name` is what the browser offers when the letter is saved."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(name)}.pdf"
    # Not `sandbox`: older Chromium shows no PDF in one, and these are of our own making.
    response["Content-Security-Policy"] = "default-src 'none'; object-src 'self'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
