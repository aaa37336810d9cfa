"""Every address of the site."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from hamgam.web import saved_views, search, views
from hamgam.web.api.v1 import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("health", views.health, name="health"),
    path("language", views.set_language, name="set_language"),
    path("theme", views.set_theme, name="set_theme"),
    path("post", views.set_post, name="set_post"),
    path("help", views.help_page, name="help"),
    path("search", search.search, name="search"),
    path("search.json", search.search_json, name="search_json"),
    path("days/read", search.day_read, name="read_day"),
    path("views/save", saved_views.save, name="save_view"),
    path("views/<str:view_id>/delete", saved_views.delete, name="delete_view"),
    path("story", views.story, name="story"),
    path("story/", views.story, name="story_folder"),
    path("story/end", views.story_end, name="story_end"),
    path("story/<int:number>", views.story_scene, name="story_scene"),
    path("problems/<slug:code>", views.explain_problem, name="explain_problem"),
    path("invitation", views.invitation, name="invitation"),
    path("", include("hamgam.register.urls")),
    path("", include("hamgam.completion.urls")),
    path("", include("hamgam.coordination.urls")),
    path("", include("hamgam.field.urls")),
    path("", include("hamgam.service.urls")),
    path("", include("hamgam.showcase.urls")),
    path("", include("hamgam.agencies.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
]
handler400 = "hamgam.web.views.error_400"
handler403 = "hamgam.web.views.error_403"
handler404 = "hamgam.web.views.error_404"
handler500 = "hamgam.web.views.error_500"
