from django.urls import path

from routing import guide_pages, pledge_pages, reminder_pages, views

app_name = "routing"
urlpatterns = [
    path("time-limits/", views.calculator, name="calculator"),
    path("guide/", guide_pages.index, name="guide"),
    path("pledges/", pledge_pages.index, name="pledges"),
    path("pledges/<int:pk>/withdrawal/", pledge_pages.withdraw, name="pledge-withdraw"),
    path("reminders/", reminder_pages.index, name="reminders"),
    path("reminders/reset/", reminder_pages.reset, name="reminder-reset"),
    path("work-calendar/", views.work_calendar, name="work-calendar"),
]
