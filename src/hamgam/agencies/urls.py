"""The addresses of the agencies' pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.agencies import views

urlpatterns: list[URLPattern] = [
    path("agencies/", views.agencies, name="agencies"),
    path("agencies/<str:key>", views.agency, name="agency"),
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<str:item_id>/finish", views.finish, name="finish_item"),
]
