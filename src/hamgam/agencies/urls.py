"""The addresses of the agencies' pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.agencies import inbox_views, notice_views, views

urlpatterns: list[URLPattern] = [
    path("agencies/", views.agencies, name="agencies"),
    path("agencies/<str:key>", views.agency, name="agency"),
    path("inbox/", inbox_views.inbox, name="inbox"),
    path("inbox/notices", notice_views.notices, name="notices"),
    path("inbox/substitutes", inbox_views.substitutes, name="substitutes"),
    path("inbox/substitutes/<int:number>/end", inbox_views.end_substitute, name="end_substitute"),
    path("inbox/<str:item_id>/finish", inbox_views.finish, name="finish_item"),
    path("inbox/<str:item_id>/refer", inbox_views.refer, name="refer_item"),
]
