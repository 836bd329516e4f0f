from django.urls import path

from routing import views

app_name = "routing"
urlpatterns = [
    path("time-limits/", views.calculator, name="calculator"),
    path("work-calendar/", views.work_calendar, name="work-calendar"),
    path("work-calendar/days/", views.change_day, name="work-calendar-days"),
    path("work-calendar/years/", views.publish_year, name="work-calendar-years"),
]
