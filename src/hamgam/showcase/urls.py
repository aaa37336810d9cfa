"""The addresses of the showcase."""

from __future__ import annotations

from django.urls import URLPattern, path

from hamgam.showcase.open_data import feeds, ogc, tables
from hamgam.showcase.views import desk, maps, measures, pages, pilgrims, posters

urlpatterns: list[URLPattern] = [
    path("showcase/", pages.showcase, name="showcase"),
    path("showcase/map/", maps.city_map, name="showcase_map"),
    path("showcase/map/works.json", maps.map_works, name="showcase_map_works"),
    path("showcase/map/marks.json", maps.map_marks, name="showcase_map_marks"),
    path("showcase/map/ground.json", maps.map_ground, name="showcase_map_ground"),
    path("showcase/embed/", maps.embed, name="showcase_embed"),
    path("showcase/desk/", desk.desk, name="showcase_desk"),
    path("showcase/desk/statements", desk.state, name="record_statement"),
    path(
        "showcase/desk/statements/<str:statement_id>/correct",
        desk.correct,
        name="correct_statement",
    ),
    path("showcase/desk/reasons", desk.explain, name="explain_change"),
    path("showcase/desk/surveys", desk.survey, name="enter_survey"),
    path("showcase/projects/<str:project_id>", pages.project, name="showcase_project"),
    path("showcase/works/<str:work_id>", pages.work, name="showcase_work"),
    path("showcase/streets/", pages.my_street, name="my_street"),
    path("showcase/streets/<str:key>", pages.street, name="showcase_street"),
    path("showcase/photos/<str:document_id>", pages.photo, name="showcase_photo"),
    path("pilgrim/", pilgrims.pilgrim, name="pilgrim"),
    path("pilgrim/poster.svg", posters.code, name="pilgrim_code"),
    path("pilgrim/poster.pdf", posters.pilgrim, name="pilgrim_poster"),
    path("showcase/streets/<str:key>/poster.pdf", posters.street, name="street_poster"),
    path("ical/works.ics", feeds.all_works, name="ical_works"),
    path("ical/projects/<str:project_id>.ics", feeds.of_project, name="ical_project"),
    path("ical/streets/<str:key>.ics", feeds.of_street, name="ical_street"),
    path("atom/projects/<str:project_id>.xml", feeds.changes, name="atom_project"),
    path("in-step/", measures.in_step, name="in_step"),
    path("continuity/", measures.continuity, name="continuity"),
    path("services/", measures.services, name="service_index"),
    path("surveys/", measures.surveys, name="surveys"),
    path("chain/", measures.chain, name="chain"),
    path("open/", tables.open_data, name="open_data"),
    path("open/<str:collection_id>.<str:form>", tables.table, name="open_table"),
    path("ogc/", ogc.landing, name="ogc"),
    path("ogc", ogc.landing, name="ogc_bare"),
    path("ogc/conformance", ogc.conformance, name="ogc_conformance"),
    path("ogc/api", ogc.description, name="ogc_api"),
    path("ogc/collections", ogc.collections, name="ogc_collections"),
    path("ogc/collections/<str:collection_id>", ogc.collection, name="ogc_collection"),
    path("ogc/collections/<str:collection_id>/items", ogc.items, name="ogc_items"),
    path("ogc/collections/<str:collection_id>/items/<str:feature_id>", ogc.item, name="ogc_item"),
]
