"""The library in the forms of pieces: found, uploaded and described by a script, in place."""

import pytest
from django.contrib.admin.models import LogEntry

from articles.admin.photos.in_place import FOUND_AT_ONCE
from articles.models import Photo, User
from tests import images
from tests.factories import article, person, publish

pytestmark = pytest.mark.django_db

FIND = "/admin/articles/photo/find/"
ADD = "/admin/articles/photo/add/"
IN_PLACE = {"accept": "application/json"}


def jpeg(name="tram.jpg", content=None):
    return images.upload(content or images.encoded(images.corners(600, 400)), name)


def photo(**words):
    return Photo.objects.take_in(jpeg(), **words)


def form_of(photo):
    return f"/admin/articles/photo/{photo.pk}/change/"


def found(client, **query):
    return [each["words"] for each in client.get(FIND, query).json()["photos"]]


def test_photos_are_found_by_their_words_in_every_language_and_never_withdrawn_ones(client):
    me = person("Reporter")
    photo(caption="A tram", in_other_languages={"uk": {"caption": "Трамвай на мосту"}})
    photo(caption="A bridge", credit="Olha Kovalenko", by=me)
    photo(caption="A tram that is gone").withdraw()
    client.force_login(me)

    assert found(client) == ["A bridge", "A tram"]
    assert found(client, q="трамвай") == ["A tram"]
    assert found(client, q="kovalenko") == ["A bridge"]
    assert found(client, by="me") == ["A bridge"]
    assert found(client, q="orchestra") == []


def test_each_photo_that_is_found_says_what_a_form_shows_of_it(signed_in):
    taken = photo(caption="A tram", credit="Olha Kovalenko", alternative_text="Snow on its roof")
    Photo.objects.create(filename="later.jpg", width=3, height=2)

    later, tram = signed_in("Reporter").get(FIND).json()["photos"]

    assert tram == {
        "id": taken.pk,
        "words": "A tram",
        "credit": "Olha Kovalenko",
        "alternative_text": "Snow on its roof",
        "thumbnail": taken.thumbnail,
    }
    assert later["thumbnail"] == ""


def test_a_page_of_photos_takes_as_many_queries_for_one_as_for_many_and_counts_none(
    signed_in, django_assert_max_num_queries
):
    Photo.objects.bulk_create(
        Photo(file="x", filename=f"{number}.jpg", width=3, height=2, uploaded_by=person())
        for number in range(2 * FOUND_AT_ONCE + 1)
    )
    client = signed_in("Reporter")

    with django_assert_max_num_queries(6) as queries:
        first = client.get(FIND).json()
    last = client.get(FIND, {"p": 3}).json()

    assert (len(first["photos"]), first["more"]) == (FOUND_AT_ONCE, True)
    assert (len(last["photos"]), last["more"]) == (1, False)
    assert not [query for query in queries if "COUNT(" in query["sql"]]


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "999999999"])
def test_no_page_that_a_link_names_costs_more_or_breaks(page, signed_in):
    photo()
    assert signed_in("Reporter").get(FIND, {"p": page}).status_code == 200


def test_a_search_for_too_many_words_is_refused_in_words(signed_in):
    answer = signed_in("Reporter").get(FIND, {"q": "word " * 30}).json()
    assert answer["photos"] == []
    assert "at most 10 words" in answer["refused"]


def test_who_may_not_see_the_library_finds_nothing_in_it(client):
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(FIND).status_code == 403
    assert client.post(ADD, {"picture": jpeg()}, headers=IN_PLACE).status_code == 403
    assert client.get(form_of(photo()), headers=IN_PLACE).status_code == 403


def test_an_uploaded_file_is_answered_with_its_photo(signed_in):
    answer = signed_in("Reporter").post(ADD, {"picture": jpeg()}, headers=IN_PLACE).json()

    taken = Photo.objects.get()
    assert answer["photo"]["id"] == taken.pk
    assert answer["photo"]["words"] == "tram.jpg"
    assert answer["photo"]["thumbnail"] == taken.thumbnail
    assert taken.uploaded_by.groups.get().name == "Reporter"
    assert LogEntry.objects.filter(object_id=str(taken.pk)).count() == 1


def test_a_file_that_is_refused_says_why(signed_in):
    posted = {"picture": jpeg("list.jpg", b"words")}
    answer = signed_in("Reporter").post(ADD, posted, headers=IN_PLACE).json()

    assert "not a picture that can be published" in answer["problem"]
    assert not answer["again"]
    assert not Photo.objects.exists()


def test_a_photo_is_described_in_place_by_the_form_of_the_library(signed_in):
    shown = photo(caption="A tram")
    client = signed_in("Reporter")

    panel = client.get(form_of(shown), headers=IN_PLACE).json()["form"]
    posted = {"credit": "Olha Kovalenko", "focal_x": "0.2", "focal_y": "0.5", "caption": "A tram"}
    answer = client.post(form_of(shown), posted, headers=IN_PLACE).json()

    assert 'name="alternative_text_uk"' in panel
    assert 'id="id_photo_credit"' in panel
    assert answer["photo"]["credit"] == "Olha Kovalenko"
    shown.refresh_from_db()
    assert (shown.credit, shown.focal_x) == ("Olha Kovalenko", 0.2)


def test_what_is_refused_in_place_comes_back_with_its_mistake(signed_in):
    shown = photo(credit="Kept")
    posted = {"credit": "x" * 300, "focal_x": "0.5", "focal_y": "0.5"}
    answer = signed_in("Reporter").post(form_of(shown), posted, headers=IN_PLACE).json()

    assert "errorlist" in answer["form"]
    assert "x" * 300 in answer["form"]
    shown.refresh_from_db()
    assert shown.credit == "Kept"


def test_a_reporter_reads_the_record_of_a_photo_that_readers_see_and_changes_its_words(signed_in):
    shown = photo(credit="Kept")
    publish(article(lead_photo=shown))
    client = signed_in("Reporter")

    panel = client.get(form_of(shown), headers=IN_PLACE).json()["form"]
    posted = {"credit": "Mine", "focal_x": "0.1", "alternative_text": "A tram"}
    client.post(form_of(shown), posted, headers=IN_PLACE)

    assert "Readers see this photo now." in panel
    assert 'name="credit"' not in panel
    assert 'name="focal_x"' not in panel
    shown.refresh_from_db()
    assert (shown.credit, shown.focal_x, shown.alternative_text) == ("Kept", 0.5, "A tram")
