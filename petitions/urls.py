"""Pages of the road. A URL names a noun; what happens to it is GET or POST."""

from django.urls import path

from petitions.views import (
    acts,
    attachments,
    calendar_change,
    documents,
    drafts,
    gaps,
    marks,
    petitions,
    previews,
    receipts,
    register,
    registration,
    rules,
    serving,
    today,
)

app_name = "petitions"
urlpatterns = [
    path("", today.index, name="today"),
    path("petitions/", petitions.index, name="list"),
    path("petitions/export/", petitions.export, name="list-export"),
    path("petitions/register/", registration.create, name="register"),
    path("petitions/register/hints/", registration.hints, name="register-hints"),
    path("rules/", rules.index, name="rules"),
    path("number-register/", register.index, name="number-register"),
    path("number-register/export/", register.export, name="number-register-export"),
    path("serving/", serving.index, name="serving"),
    path("gaps/", gaps.index, name="gaps"),
    path("drafts/", drafts.index, name="drafts"),
    path("drafts/<str:form>/", drafts.save, name="draft"),
    path("drafts/<str:form>/deletion/", drafts.delete, name="draft-deletion"),
    path("petitions/<str:number>/", petitions.detail, name="detail"),
    path("petitions/<str:number>/receipt/", receipts.detail, name="receipt"),
    path("petitions/<str:number>/receipt.pdf", receipts.pdf_file, name="receipt-pdf"),
    path("petitions/<str:number>/attachments/", attachments.create, name="attachment-create"),
    path("petitions/<str:number>/contact/", petitions.contact, name="contact"),
    path("petitions/<str:number>/marks/", marks.create, name="marks"),
    path("attachments/<uuid:pk>/", attachments.detail, name="attachment"),
    path("referrals/<uuid:pk>/<slug:noun>/", acts.create, name="act"),
    path("referrals/<uuid:pk>/<slug:noun>/letters/", previews.create, name="act-letter"),
    path("work-calendar/change/", calendar_change.create, name="calendar-change"),
    path("documents/<uuid:pk>/", documents.detail, name="document"),
    path("documents/<uuid:pk>/receipt/", documents.receipt, name="service-receipt"),
]
