"""Addresses of oversight below `/api/v1/`."""

from django.urls import path

from oversight.api import tickets

app_name = "oversight-api"
urlpatterns = [
    path("tickets/", tickets.Tickets.as_view(), name="tickets"),
    path("tickets/<uuid:pk>/", tickets.TicketDetail.as_view(), name="ticket"),
    *(
        path(f"tickets/<uuid:pk>/{noun}/", view.as_view(), name=f"ticket-{noun}")
        for noun, view in tickets.ACT_VIEWS.items()
    ),
    path(
        "tickets/papers/<uuid:pk>/pdf/", tickets.TicketPaperPDF.as_view(), name="ticket-paper-pdf"
    ),
]
