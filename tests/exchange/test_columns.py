from __future__ import annotations

import pytest

from hamgam.exchange import columns
from hamgam.exchange.columns import guess


def anything(_: str, __: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("own", "names"),
    [
        ("begins", ["start_date", "تاريخ شروع", "تاریخ‌شروع", "date_debut", "data_nuo"]),
        ("ends", ["End Date", "تاریخ پایان", "tyo_paattyy", "validity.to", "projekt_slut"]),
        ("agency", ["contractor", "دستگاه اجرایی", "Behörde", "maitre_ouvrage", "bygherre"]),
        ("ref", ["reference", "شناسه", "sagsnr", "hakemustunnus", "darbo_id"]),
        ("street", ["Straße", "خیابان", "lokation", "osoite", "morada"]),
        ("latitude", ["lat", "عرض جغرافیایی"]),
        ("longitude", ["LNG", "طول جغرافیایی"]),
    ],
)  # fmt: skip
def test_a_field_is_known_by_its_names_in_many_languages(own: str, names: list[str]) -> None:
    for name in names:
        assert guess(["note", name], anything, {}).first(own) == name


def test_a_slip_of_one_letter_is_still_the_name() -> None:
    assert guess(["contracter"], anything, {}).first("agency") == "contracter"
    assert guess(["stat_date"], anything, {}).first("begins") == "stat_date"


def test_other_names_are_not_bent_into_ours() -> None:
    found = guess(["hour_min", "bus_routes", "source", "precisionlocale"], anything, {})
    assert dict(found.columns) == {}


def test_the_more_telling_name_wins_and_columns_serve_once() -> None:
    found = guess(["id", "reference", "start", "start_date"], anything, {})
    assert found.first("ref") == "reference"
    assert found.columns["begins"] == ("start_date", "start")


def test_cells_that_do_not_fit_are_left_for_the_next_name() -> None:
    found = guess(
        ["start_date", "from"], lambda own, name: (own, name) != ("begins", "start_date"), {}
    )
    assert found.columns["begins"] == ("from",)


def test_a_given_column_stands_above_every_guess() -> None:
    found = guess(["start_date", "مهلت"], anything, {"begins": "مهلت"})
    assert found.first("begins") == "مهلت"


def test_the_language_of_the_names_is_counted() -> None:
    found = guess(["tyo_alkaa", "tyo_paattyy", "osoite", "id"], anything, {})
    assert found.languages["fi"] == 3


@pytest.mark.parametrize(
    ("short", "own"),
    [
        ("start", "begins"),
        ("id", "ref"),
        ("end", "ends"),
        ("lat", "latitude"),
        ("agency", "agency"),
    ],
)
def test_short_names_mean_fields(short: str, own: str) -> None:
    assert columns.field_of(short) == own
    assert columns.field_of("nonsense") is None


def test_names_near_a_missing_one_are_offered() -> None:
    assert columns.near("تاریخ شروع", ["شناسه", "تاريخ شروع كار", "x"])[0] == "تاريخ شروع كار"
    assert columns.column_named("تاریخ‌شروع", ["تاريخ شروع"]) == "تاريخ شروع"


def test_no_name_is_listed_twice_in_one_language_of_a_field() -> None:
    for own, entry in columns._vocabulary().items():
        for language, words in entry.items():
            assert len(words) == len(set(words)), (own, language)


def test_a_name_that_a_shapefile_cut_is_known_when_a_letter_is_gone() -> None:
    found = guess(["دستگا", "تاریخ", "descriptio"], anything, {})
    assert {own: names[0] for own, names in found.columns.items()} == {
        "agency": "دستگا",
        "title": "descriptio",
    }


@pytest.mark.parametrize(
    ("own", "names"),
    [
        ("begins", "planned_start_date scheduledStart تاریخ_شروع_پروژه تاریخ_شروع_پیش‌بینی_شده"),
        ("begins", "datum_von fecha_inicio data_rozpoczecia inizio_lavori baslangic_tarihi"),
        ("begins", "تاريخ_البدء من_تاريخ DT_START work_start"),
        ("ends", "estimated_end_date permit_end_date PermitExpirationDate تاریخ_پایان_حفاری"),
        ("ends", "الی_تاریخ الى_تاريخ fecha_fin fine_lavori datum_do bitis_tarihi تا_روز"),
        (
            "agency",
            "permittee_name نام_دستگاه_اجرایی شرکت_حفار Bauherr empresa bygherre الجهة_المنفذة",
        ),
        ("ref", "record_no کد_مجوز GlobalID num_dossier expediente saksnr رقم_التصريح"),
    ],
)
def test_names_of_other_cities_lists_are_known(own: str, names: str) -> None:
    for name in names.split():
        assert own in guess([name], anything, {}).columns, name


@pytest.mark.parametrize("name", ["work order", "project name", "last updated", "plan date"])
def test_words_beside_make_no_day_of_other_names(name: str) -> None:
    found = guess([name], anything, {}).columns
    assert not {"begins", "ends"} & set(found)


def test_a_short_word_in_a_name_must_be_right() -> None:
    assert "begins" in guess(["تاریخ شرع"], anything, {}).columns
    assert "begins" not in guess(["پی تاریخ"], anything, {}).columns
