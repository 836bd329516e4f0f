"""红黄牌、态势、大屏 and the leaders' mobile pages."""

from django.urls import path

from oversight.views.boards import calls, cards, leader, situation, wall

urlpatterns = [
    path("cards/", cards.index, name="cards"),
    path("cards/<int:pk>/lifting/", cards.lift, name="card-lifting"),
    path("cards/calls/", calls.index, name="calls"),
    path("cards/calls/<slug:code>/", calls.create, name="call"),
    path("situation/", situation.index, name="situation"),
    path("situation/trends/", situation.trends, name="trends"),
    path("situation/wall/", wall.index, name="wall"),
    path("situation/<slug:number>/", situation.rows, name="situation-list"),
    path("leader/", leader.today, name="leader"),
    path("leader/waiting/", leader.waiting, name="leader-waiting"),
    path("leader/petitions/<str:number>/", leader.petition, name="leader-petition"),
]
