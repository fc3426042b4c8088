"""Addresses of 管理办法测试: a member's own page by a key, and the links on the unit's desk.

A key never reaches a log (config/log_lines.py, deploy/nginx.conf).
"""

from django.urls import path

from reviews.views import quizzes

app_name = "quiz"
UNIT = "desk/units/<int:unit_pk>/quizzes/<int:pk>"
urlpatterns = [
    path("quiz/<str:key>/", quizzes.OwnQuiz.as_view(), name="own"),
    path("quiz/<str:key>/start/", quizzes.StartQuiz.as_view(), name="start"),
    path("quiz/<str:key>/hand-in/", quizzes.HandIn.as_view(), name="hand_in"),
    path(f"{UNIT}/", quizzes.QuizLinks.as_view(), name="links"),
    path(f"{UNIT}/slips/", quizzes.QuizSlips.as_view(), name="slips"),
]
