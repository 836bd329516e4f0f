"""Addresses of the records below `/api/v1/`; the acts come from the table of forms."""

from django.urls import path, register_converter

from petitions.acts import FORM_BY_NOUN
from petitions.api.views import acts, documents, notices, petitions, reference, triage


class NumberConverter:
    """What can stand in a number; anything else is no address of ours."""

    regex = "[0-9A-Z-]{1,24}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class KeyConverter:
    """A key the database can hold."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(NumberConverter, "petition_number")
register_converter(KeyConverter, "key")

app_name = "petitions-api"
urlpatterns = [
    path("organizations/", reference.Organizations.as_view(), name="organizations"),
    path("categories/", reference.Categories.as_view(), name="categories"),
    path("petitions/", petitions.Petitions.as_view(), name="petitions"),
    path("petitions/<petition_number:number>/", petitions.PetitionView.as_view(), name="petition"),
    path("referrals/<uuid:pk>/", acts.ReferralDetail.as_view(), name="referral"),
    *(
        path(f"referrals/<uuid:pk>/{noun}/", acts.act_view(form).as_view(), name=f"act-{noun}")
        for noun, form in FORM_BY_NOUN.items()
    ),
    path("documents/<uuid:pk>/", documents.DocumentDetail.as_view(), name="document"),
    path("documents/<uuid:pk>/pdf/", documents.DocumentPDF.as_view(), name="document-pdf"),
    path("triage/", triage.Triage.as_view(), name="triage"),
    path("notices/", notices.Inbox.as_view(), name="notices"),
    path("notices/<key:pk>/read/", notices.ReadNotice.as_view(), name="notice-read"),
]
