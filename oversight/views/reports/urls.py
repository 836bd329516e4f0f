"""报表、清单、假设办结、年度报告, below `/reports/`."""

from django.urls import path

from oversight.views.reports import annual, lists, monthly, whatif, yearly

urlpatterns = [
    path("", monthly.index, name="reports"),
    path("export/", monthly.export, name="report-export"),
    path("freezing/", monthly.freeze, name="report-freezing"),
    path("rows/<slug:code>/<slug:part>/", lists.index, name="report-rows"),
    path("rows/<slug:code>/<slug:part>/export/", lists.export, name="report-rows-export"),
    path("what-if/", whatif.index, name="what-if"),
    path("yearly/", yearly.index, name="yearly"),
    path("yearly/letter/", annual.create, name="annual"),
    path("yearly/letter/letters/", annual.letters, name="annual-letter"),
    path("yearly/letter/<uuid:pk>/", annual.paper, name="annual-paper"),
    path("yearly/word/", yearly.as_word, name="yearly-word"),
    path("yearly/<slug:code>/<slug:key>/", yearly.rows, name="yearly-rows"),
    path("yearly/<slug:code>/<slug:key>/export/", yearly.export, name="yearly-rows-export"),
]
