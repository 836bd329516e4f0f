from django.urls import include, path

from oversight.views import (
    messages,
    preferences,
    sending,
    suggestions,
    ticket_acts,
    ticket_opening,
    tickets,
)

app_name = "oversight"
urlpatterns = [
    path("", include("oversight.views.boards.urls")),
    path("reports/", include("oversight.views.reports.urls")),
    path("messages/", messages.index, name="inbox"),
    path("messages/reading/", messages.read_all, name="inbox-reading"),
    path("messages/settings/", preferences.edit, name="preferences"),
    path("messages/<int:pk>/", messages.open_one, name="message"),
    path("sending/", sending.index, name="sending"),
    path("sending/retry/", sending.retry, name="sending-retry"),
    path("sending/texts/", sending.demo_texts, name="demo-texts"),
    path("tickets/", tickets.index, name="tickets"),
    path("tickets/<uuid:pk>/", tickets.detail, name="ticket"),
    path("tickets/<uuid:pk>/draft/", tickets.draft, name="ticket-draft"),
    path("tickets/<uuid:pk>/<slug:noun>/", ticket_acts.act, name="ticket-act"),
    path("tickets/<uuid:pk>/<slug:noun>/letters/", ticket_acts.letters, name="ticket-act-letter"),
    path("tickets/new/", ticket_opening.choose, name="ticket-new"),
    path("tickets/new/<slug:kind>/", ticket_opening.create, name="ticket-create"),
    path("tickets/new/<slug:kind>/letters/", ticket_opening.letters, name="ticket-create-letter"),
    path("tickets/papers/<uuid:pk>/", tickets.paper, name="ticket-paper"),
    path("suggestions/", suggestions.index, name="suggestions"),
    path("suggestions/export/", suggestions.export, name="suggestions-export"),
]
