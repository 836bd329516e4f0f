"""Addresses below `/api/v1/`."""

from django.urls import path

from routing.api import TimeLimitDue, TimeLimitList

urlpatterns = [
    path("time-limits/", TimeLimitList.as_view(), name="time-limit-list"),
    path("time-limits/<slug:code>/due/", TimeLimitDue.as_view(), name="time-limit-due"),
]
