from django.urls import path

from oversight.views import messages, tickets

app_name = "oversight"
urlpatterns = [
    path("messages/", messages.index, name="inbox"),
    path("messages/reading/", messages.read_all, name="inbox-reading"),
    path("messages/<int:pk>/", messages.open_one, name="message"),
    path("tickets/", tickets.index, name="tickets"),
    path("tickets/<uuid:pk>/", tickets.detail, name="ticket"),
    path("tickets/<uuid:pk>/answer/", tickets.answer, name="ticket-answer"),
]
