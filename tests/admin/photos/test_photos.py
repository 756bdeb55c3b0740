"""The photo library: what comes in, where it is used, how it goes."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Now
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils import timezone
from PIL import ExifTags, Image

from articles.imaging import MAX_BYTES
from articles.models import DoomedFile, Figure, Photo, Rendering, User
from articles.models.rendering import render_due
from tests import images
from tests.factories import article, person, publish

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/photo/add/"
LIST = "/admin/articles/photo/"
UPLOAD = "/admin/articles/photo/upload/"
TYPED = {
    "alternative_text": "A tram with snow on its roof",
    "caption": "The first tram of the morning, “number 12”",
    "credit": "Olha Kovalenko / Espreso",
    "copyright": "© 2025 Espreso",
}


def jpeg(name="picture.jpg", size=(600, 400), **options):
    return images.upload(images.encoded(images.corners(*size), **options), name)


def photo(**words):
    return Photo.objects.take_in(jpeg(), **words)


def page_of(photo, what="change"):
    return f"/admin/articles/photo/{photo.pk}/{what}/"


def text(response):
    return response.content.decode()


def files_on_disk(settings):
    return sorted(
        path
        for root in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT)
        for path in Path(root).rglob("*")
        if path.is_file()
    )


def published_files(photo):
    for name in photo.rendition_names():
        with default_storage.open(name) as file:
            yield name, file.read()


def a_minute_later():
    """Delete the files that were to be written when something failed."""
    DoomedFile.objects.update(due_at=Now())
    # Other tests leave some behind, and a round deletes a hundred.
    while DoomedFile.objects.filter(due_at__lte=Now()).exists():
        DoomedFile.objects.delete_due()


# Coming in.


def test_a_picture_comes_in_with_its_own_words_and_its_renditions():
    packet = images.xmp(
        caption="A tram on the bridge",
        credit="Olha Kovalenko",
        rights="© Agency",
        alternative_text="A red tram",
    )
    taken = Photo.objects.take_in(
        jpeg("tram.jpg", (1000, 600), xmp=packet), caption="Written by hand"
    )

    taken.refresh_from_db()
    assert (taken.width, taken.height, taken.filename) == (1000, 600, "tram.jpg")
    assert taken.caption == "Written by hand"
    assert (taken.credit, taken.copyright) == ("Olha Kovalenko", "© Agency")
    assert taken.alternative_text == "A red tram"
    assert [entry["width"] for entry in taken.renditions] == [480]
    assert taken.progress == (1, 3)
    first = taken.rendition_names()

    render_due()

    taken = Photo.objects.get()
    assert [entry["width"] for entry in taken.renditions] == [480, 800, 1000]
    assert set(first) < set(taken.rendition_names())
    assert taken.progress is None
    assert all(default_storage.exists(name) for name in taken.rendition_names())


def test_a_photo_whose_larger_sizes_are_still_missing_is_published(client):
    taken = Photo.objects.take_in(jpeg(size=(1000, 600)))
    version = publish(article(lead_photo=taken))

    page = text(client.get(version.get_absolute_url()))

    assert taken.thumbnail in page
    assert "480w" in page
    assert "800w" not in page


@pytest.mark.django_db(transaction=True)
def test_what_shows_a_photo_is_made_anew_once_its_larger_sizes_are_there(client):
    taken = Photo.objects.take_in(jpeg(size=(1000, 600)))
    address = publish(article(lead_photo=taken)).get_absolute_url()
    assert "800w" not in text(client.get(address))

    render_due()

    assert "800w" in text(client.get(address))


def test_a_photo_that_is_withdrawn_while_its_larger_sizes_are_made_stays_withdrawn(settings):
    taken = Photo.objects.take_in(jpeg(size=(1000, 600)))
    waiting = Photo.objects.get()
    taken.withdraw()

    waiting.finish_renditions()

    taken.refresh_from_db()
    assert (taken.renditions, Rendering.objects.count()) == ([], 0)


def test_a_photo_that_is_credited_anew_while_its_larger_sizes_are_made_has_the_new_credit(settings):
    taken = Photo.objects.take_in(jpeg(size=(1000, 600)), credit="Former name")
    waiting = Photo.objects.get()
    taken.credit = "New name"
    taken.render()

    waiting.finish_renditions()
    render_due()

    taken = Photo.objects.get()
    assert [entry["width"] for entry in taken.renditions] == [480, 800, 1000]
    assert all(b"New name" in content for _name, content in published_files(taken))


def test_the_desk_says_how_far_the_sizes_of_a_photo_are(signed_in):
    client = signed_in("Reporter")

    uploaded = client.post(UPLOAD, {"files": [jpeg(size=(1000, 600))]})

    taken = Photo.objects.get()
    said = "arger sizes are being made: 1 of 3"
    for page in (uploaded, client.get(LIST), client.get(page_of(taken))):
        assert said in text(page)
    render_due()
    for page in (client.get(LIST), client.get(page_of(taken))):
        assert said not in text(page)


def test_what_was_killed_while_it_made_the_larger_sizes_is_begun_again():
    Photo.objects.take_in(jpeg(size=(1000, 600)))
    # A worker that was killed took it.
    assert Rendering.objects.take_next()
    assert Rendering.objects.take_next() is None

    Rendering.objects.update(due_at=Now())
    render_due()

    assert Photo.objects.get().progress is None


def test_a_photo_whose_larger_sizes_cannot_be_made_is_tried_again_later(caplog):
    taken = Photo.objects.take_in(jpeg(size=(1000, 600)))
    taken.file.storage.delete(taken.file.name)

    render_due()

    assert "keeps its smallest rendition alone" in caplog.text
    assert Photo.objects.get().usable
    assert Rendering.objects.get().due_at > timezone.now()


def test_a_file_opened_from_the_disk_comes_in_too(tmp_path):
    path = tmp_path / "market.png"
    path.write_bytes(images.encoded(images.corners(), "PNG"))

    with path.open("rb") as file:
        taken = Photo.objects.take_in(file, credit="Editors")

    assert taken.filename == "market.png"
    assert taken.file.name.endswith(".png")
    with taken.file.open() as original:
        assert original.read() == path.read_bytes()


def test_a_picture_without_a_name_is_judged_by_its_content():
    taken = Photo.objects.take_in(io.BytesIO(images.encoded(images.corners())))

    assert (taken.filename, taken.file.name.rsplit(".", 1)[1]) == ("", "jpg")


def test_a_phone_held_upright_gives_an_upright_photo():
    taken = Photo.objects.take_in(jpeg(size=(600, 400), exif=images.camera_exif(orientation=6)))

    assert (taken.width, taken.height) == (400, 600)
    assert [(entry["width"], entry["height"]) for entry in taken.renditions] == [(400, 600)]


def test_a_heic_from_a_phone_comes_in(client):
    content = images.encoded(images.corners(640, 480), "HEIF")

    taken = Photo.objects.take_in(images.upload(content, "IMG_0042.HEIC"))

    assert taken.usable
    assert b"".join(client.get(taken.thumbnail).streaming_content)


def test_nothing_the_camera_wrote_reaches_a_public_file_but_the_credit_does():
    taken = Photo.objects.take_in(
        images.upload(images.telltale_jpeg(600, 400)), credit="Olha Kovalenko", copyright="© E"
    )

    for name, content in published_files(taken):
        for secret in images.SECRETS.values():
            assert secret.encode() not in content, name
        exif = Image.open(io.BytesIO(content)).getexif()
        assert not exif.get_ifd(ExifTags.IFD.GPSInfo), name
        assert exif[ExifTags.Base.Artist] == "Olha Kovalenko", name
        assert exif[ExifTags.Base.Copyright].encode("latin-1", "ignore").decode().endswith("E")


def test_a_refused_picture_leaves_nothing(settings):
    with pytest.raises(ValidationError):
        Photo.objects.take_in(images.upload(b"words", "notes.jpg"))

    assert not Photo.objects.exists()
    assert files_on_disk(settings) == []


def test_a_credit_that_is_too_long_is_refused_before_any_file_is_written(settings):
    with pytest.raises(ValidationError) as refusal:
        photo(credit="x" * 201)

    assert "credit" in refusal.value.message_dict
    assert files_on_disk(settings) == []


def take_in_and_fail():
    with transaction.atomic():
        photo()
        raise RuntimeError


def test_a_transaction_that_fails_later_takes_the_files_with_it(settings):
    with pytest.raises(RuntimeError):
        take_in_and_fail()

    a_minute_later()
    assert not Photo.objects.exists()
    assert files_on_disk(settings) == []


# The form of the desk.


def bomb():
    return images.resized_header(
        images.encoded(images.corners(), "PNG"), width=50_000, height=50_000
    )


REFUSED = {
    "words": ("notes.jpg", lambda: b"These are words.", "not_a_picture"),
    "truncated": ("tram.jpg", lambda: jpeg().read()[:900], "truncated"),
    "bomb": ("bomb.png", bomb, "too_many_pixels"),
    "too large": ("huge.jpg", lambda: b"\xff\xd8\xff" + bytes(MAX_BYTES), "too_large"),
    "svg": (
        "logo.svg",
        lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "svg",
    ),
    "wrong extension": (
        "tram.png",
        lambda: jpeg().read(),
        "extension",
    ),
    "empty": ("empty.jpg", lambda: b"", "empty"),
}


@pytest.mark.parametrize(("name", "content", "code"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_says_why_and_keeps_every_typed_character(
    name, content, code, signed_in, settings
):
    client = signed_in("Reporter")

    response = client.post(ADD, {**TYPED, "picture": images.upload(content(), name)})

    assert response.status_code == 200
    form = response.context["adminform"].form
    [refusal] = form.errors["picture"].as_data()
    assert refusal.code == code
    assert {field: form[field].value() for field in TYPED} == TYPED
    assert not Photo.objects.exists()
    assert files_on_disk(settings) == []


def test_a_mistake_in_the_words_says_that_the_picture_must_be_chosen_again(signed_in):
    response = signed_in("Reporter").post(
        ADD, {**TYPED, "credit": "x" * 201, "picture": jpeg("tram.jpg")}
    )

    form = response.context["adminform"].form
    assert "credit" in form.errors
    assert form.errors["picture"] == [
        "There is nothing wrong with the picture: please choose it again."
    ]
    assert form["caption"].value() == TYPED["caption"]


def test_an_accepted_picture_leads_to_its_words_and_its_focal_point(signed_in):
    client = signed_in("Reporter")

    response = client.post(ADD, {**TYPED, "picture": jpeg("tram.jpg")}, follow=True)

    taken = Photo.objects.get()
    assert response.redirect_chain == [(page_of(taken), 302)]
    assert {field: getattr(taken, field) for field in TYPED} == TYPED
    assert taken.uploaded_by == User.objects.get()
    assert "data-focal-point" in text(response)


def test_a_file_without_words_brings_those_of_the_agency(signed_in):
    packet = images.xmp(caption="From the agency", credit="Agency")

    signed_in("Reporter").post(ADD, {"credit": "Ours", "picture": jpeg(xmp=packet)})

    taken = Photo.objects.get()
    assert (taken.caption, taken.credit) == ("From the agency", "Ours")


def test_a_folder_comes_in_at_once_and_each_file_is_told_apart(signed_in):
    files = [jpeg(f"{number}.jpg") for number in range(3)]
    files.insert(1, images.upload(b"words", "caption list.txt"))

    response = signed_in("Reporter").post(UPLOAD, {"files": files, "credit": "Agency"})

    assert [photo.credit for photo in Photo.objects.all()] == ["Agency"] * 3
    results = response.context["results"]
    assert [result["name"] for result in results] == ["0.jpg", "caption list.txt", "1.jpg", "2.jpg"]
    assert "not a picture" in results[1]["refusal"]
    assert "3 photos are in the library. 1 file was rejected." in text(response)


def test_an_upload_of_nothing_asks_for_pictures(signed_in):
    response = signed_in("Reporter").post(UPLOAD, {"credit": "Agency"})

    assert "Choose at least one picture." in text(response)
    assert response.context["form"]["credit"].value() == "Agency"


def test_a_new_credit_is_written_into_new_files_at_new_addresses(
    signed_in, django_capture_on_commit_callbacks
):
    taken = photo(credit="Wrong Name")
    former = taken.rendition_names()

    with django_capture_on_commit_callbacks(execute=True):
        signed_in("Reporter").post(
            page_of(taken), {**TYPED, "credit": "Right Name", "focal_x": "0.25", "focal_y": "0.5"}
        )

    taken.refresh_from_db()
    assert (taken.credit, taken.focal_x) == ("Right Name", 0.25)
    assert not set(former) & set(taken.rendition_names())
    assert not any(default_storage.exists(name) for name in former)
    for _name, content in published_files(taken):
        assert b"Right Name" in content


def test_a_new_caption_alone_leaves_the_files_alone(signed_in):
    taken = photo(credit="Name")
    before = taken.rendition_names()

    signed_in("Reporter").post(
        page_of(taken), {"caption": "New", "credit": "Name", "focal_x": "0.5", "focal_y": "0.5"}
    )

    taken.refresh_from_db()
    assert (taken.caption, taken.rendition_names()) == ("New", before)


@pytest.mark.parametrize("value", ["-0.1", "1.5", "nan", "left"])
def test_a_focal_point_outside_the_picture_is_refused(value, signed_in):
    taken = photo()

    response = signed_in("Editor").post(page_of(taken), {"focal_x": value, "focal_y": "0.5"})

    assert "focal_x" in response.context["adminform"].form.errors
    taken.refresh_from_db()
    assert taken.focal_x == 0.5


def test_a_disk_that_fails_leaves_neither_a_photo_nor_a_file(signed_in, settings, tmp_path):
    client = signed_in("Reporter")
    full = tmp_path / "full"
    full.touch()
    settings.MEDIA_ROOT = full

    with pytest.raises(OSError, match="full"):
        client.post(ADD, {"picture": jpeg()})

    a_minute_later()
    assert not Photo.objects.exists()
    assert files_on_disk(settings) == []


def test_a_failure_after_the_photo_was_saved_takes_its_files_along(signed_in, settings):
    def fail(**kwargs):
        raise RuntimeError

    client = signed_in("Reporter")
    post_save.connect(fail, sender=LogEntry)
    try:
        with pytest.raises(RuntimeError):
            client.post(ADD, {"picture": jpeg()})
    finally:
        post_save.disconnect(fail, sender=LogEntry)

    a_minute_later()
    assert not Photo.objects.exists()
    assert files_on_disk(settings) == []


# Finding one.


def test_the_library_is_searched_by_words_and_file_name(signed_in):
    found = photo(caption="Trams on the bridge")
    photo(caption="Orchestra")
    client = signed_in("Reporter")

    for query in ("bridge", "TRAMS"):
        assert list(client.get(LIST, {"q": query}).context["cl"].result_list) == [found]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"by": "me"}, {"mine"}),
        ({"without": "alternative_text"}, {"mine", "credited", "withdrawn"}),
        ({"without": "credit"}, {"mine", "used", "withdrawn"}),
        ({"use": "withdrawn"}, {"withdrawn"}),
        ({"use": "unused"}, {"mine", "credited", "withdrawn"}),
    ],
)
def test_filters_show_what_waits_for_somebody(query, shown, client):
    me = person("Reporter")
    photo(caption="mine", by=me)
    photo(caption="credited", credit="Name")
    photo(caption="withdrawn").withdraw()
    article(lead_photo=photo(caption="used", alternative_text="A tram"))
    client.force_login(me)

    found = client.get(LIST, query).context["cl"].result_list

    assert {each.caption for each in found} == shown


def test_the_list_takes_as_many_queries_for_one_photo_as_for_many(
    signed_in, django_assert_max_num_queries
):
    client = signed_in("Reporter")
    Photo.objects.bulk_create(
        Photo(file="x", width=3, height=2, uploaded_by=person()) for _ in range(60)
    )

    with django_assert_max_num_queries(9) as queries:
        client.get(LIST)

    counts = [query["sql"] for query in queries if "COUNT(*)" in query["sql"]]
    assert all("LIMIT" in count for count in counts)


def test_a_withdrawn_photo_is_not_offered_for_a_piece(signed_in):
    offered = photo(caption="Tram one")
    photo(caption="Tram two").withdraw()

    response = signed_in("Reporter").get(
        reverse("admin:autocomplete"),
        {
            "term": "tram",
            "app_label": "articles",
            "model_name": "article",
            "field_name": "lead_photo",
        },
    )

    assert [result["id"] for result in response.json()["results"]] == [str(offered.pk)]
    assert response.json()["results"][0]["text"] == "Tram one"


# The original.


def test_the_original_is_handed_out_as_a_download_to_those_who_may_change_it(signed_in):
    taken = Photo.objects.take_in(jpeg("Кава, ранок.jpg"))

    response = signed_in("Reporter").get(page_of(taken, "original"))

    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content) == jpeg().read()
    entry = LogEntry.objects.get(object_id=str(taken.pk))
    assert (entry.user, entry.get_change_message()) == (
        response.wsgi_request.user,
        "Original downloaded.",
    )


def test_the_original_is_for_nobody_else(client):
    taken = photo()
    assert client.get(page_of(taken, "original")).status_code == 302
    stranger = User.objects.create_user("stranger", is_staff=True)
    client.force_login(stranger)

    assert client.get(page_of(taken, "original")).status_code == 403
    for address in (f"/media/{taken.file.name}", f"/media/{taken.file.name.split('/')[-1]}"):
        assert client.get(address).status_code == 404


def test_a_lost_original_is_said_in_words(signed_in):
    taken = photo()
    taken.file.storage.delete(taken.file.name)

    response = signed_in("Editor").get(page_of(taken, "original"), follow=True)

    assert "missing from storage" in text(response)


# Going.


def used_photo():
    taken = photo(caption="In use")
    lead = article("Led by it", lead_photo=taken)
    figure = article("Shows it")
    Figure.objects.create(parent=figure, region="main", ordering=20, photo=taken)
    former = article("Showed it", lead_photo=taken)
    publish(former)
    former.lead_photo = None
    former.save()
    return taken, [lead, figure, former]


def test_a_photo_knows_every_piece_that_uses_it_once(django_assert_num_queries):
    taken, pieces = used_photo()
    publish(pieces[0])
    photo()

    with django_assert_num_queries(1):
        assert set(taken.uses()) == set(pieces)
    assert list(Photo.objects.unused()) == [Photo.objects.first()]


def test_a_photo_in_use_is_not_deleted_and_says_where_it_is_used(signed_in, settings):
    taken, pieces = used_photo()
    files = files_on_disk(settings)
    client = signed_in("Editor")

    for response in (
        client.get(page_of(taken, "delete")),
        client.post(page_of(taken, "delete"), {"post": "yes"}),
        client.post(LIST, {"action": "delete_selected", "_selected_action": taken.pk}),
        client.post(
            LIST, {"action": "delete_selected", "_selected_action": taken.pk, "post": "yes"}
        ),
    ):
        page = text(response)
        for piece in pieces:
            assert f'href="/admin/articles/article/{piece.pk}/change/"' in page.replace("'", '"')
            assert piece.headline in page
        assert "Yes, I’m sure" not in page
    assert Photo.objects.filter(pk=taken.pk).exists()
    assert files_on_disk(settings) == files
    with pytest.raises(ProtectedError):
        taken.delete()


@pytest.mark.parametrize("way", ["page", "list"])
def test_a_deleted_photo_takes_all_its_files_along(
    way, signed_in, settings, django_capture_on_commit_callbacks
):
    taken, client = photo(), signed_in("Editor")
    assert files_on_disk(settings)

    with django_capture_on_commit_callbacks(execute=True):
        if way == "page":
            client.post(page_of(taken, "delete"), {"post": "yes"})
        else:
            client.post(
                LIST, {"action": "delete_selected", "_selected_action": taken.pk, "post": "yes"}
            )

    assert not Photo.objects.exists()
    assert files_on_disk(settings) == []


def test_a_withdrawn_photo_leaves_every_public_page_and_every_public_address(
    signed_in, client, django_capture_on_commit_callbacks
):
    taken = photo(caption="The picture’s own caption")
    piece = article(lead_photo=taken)
    version = publish(piece)
    address, public = version.get_absolute_url(), taken.src
    assert public in text(client.get(address))
    assert b"".join(client.get(public).streaming_content)
    editor = signed_in("Editor")

    question = text(editor.get(page_of(taken, "withdraw")))
    assert piece.headline in question
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(page_of(taken, "withdraw"))

    taken.refresh_from_db()
    assert taken.withdrawn_at
    assert client.get(public).status_code == 404
    for page in (address, "/", "/news/"):
        assert public not in text(client.get(page))
        assert client.get(page).status_code == 200


def test_a_reinstated_photo_has_new_addresses(signed_in, django_capture_on_commit_callbacks):
    taken = photo()
    former = taken.rendition_names()
    with django_capture_on_commit_callbacks(execute=True):
        taken.withdraw()

    signed_in("Editor").post(page_of(taken, "reinstate"))

    taken.refresh_from_db()
    assert taken.usable
    assert not set(former) & set(taken.rendition_names())


def test_a_photo_is_withdrawn_although_its_public_files_are_missing(
    signed_in, django_capture_on_commit_callbacks
):
    taken = photo()
    for name in taken.rendition_names():
        default_storage.delete(name)

    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in("Editor").post(page_of(taken, "withdraw"), follow=True)

    assert "The photo is withdrawn" in text(response)


def test_the_files_of_a_withdrawn_photo_go_however_many_others_wait(
    django_capture_on_commit_callbacks,
):
    taken = photo()
    names = taken.rendition_names()
    long_ago = timezone.now() - timedelta(days=1)
    DoomedFile.objects.bulk_create(
        DoomedFile(storage="default", name=f"{number}.jpg", due_at=long_ago)
        for number in range(300)
    )

    with django_capture_on_commit_callbacks(execute=True):
        taken.withdraw()

    assert not any(map(default_storage.exists, names))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["withdraw", "delete"])
def test_what_takes_all_files_along_says_nothing_of_files_that_remain(signed_in, what):
    taken = photo()
    names = taken.rendition_names()

    response = signed_in("Editor").post(page_of(taken, what), {"post": "yes"}, follow=True)

    assert not any(default_storage.exists(name) for name in names)
    assert "could not be deleted" not in text(response)
    assert "Espreso goes on" not in text(response)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["withdraw", "delete"])
def test_who_takes_a_photo_away_reads_which_files_can_still_be_opened(signed_in, settings, what):
    taken = photo()
    # Nothing can be deleted, and no marker be written.
    for name in taken.rendition_names():
        (settings.MEDIA_ROOT / name).unlink()
        (settings.MEDIA_ROOT / name / "kept").mkdir(parents=True)
    settings.WITHDRAWN_ROOT.write_text("")

    response = signed_in("Editor").post(page_of(taken, what), {"post": "yes"}, follow=True)

    assert "whoever has their URLs can still open them" in text(response)


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_says_how_many_files_remain_and_they_go_as_soon_as_they_can(
    signed_in, settings, client
):
    taken = photo()
    names = taken.rendition_names()
    # What nobody can delete: a folder in the place of a file, with something in it.
    for name in names:
        (settings.MEDIA_ROOT / name).unlink()
        (settings.MEDIA_ROOT / name / "kept").mkdir(parents=True)

    response = signed_in("Editor").post(page_of(taken, "withdraw"), follow=True)

    assert f"{len(names)} files could not be deleted yet, but nobody can open" in text(response)
    assert "deleted." not in text(response)
    marked = settings.WITHDRAWN_ROOT / "media"
    assert {file.name for file in marked.iterdir()} == {*names}
    for name in names:
        (settings.MEDIA_ROOT / name / "kept").rmdir()
    a_minute_later()
    assert not any(default_storage.exists(name) for name in names)
    assert not [*marked.iterdir()]


def test_a_photo_whose_original_is_lost_stays_withdrawn_and_says_why(signed_in):
    taken = photo()
    taken.withdraw()
    taken.file.storage.delete(taken.file.name)

    response = signed_in("Editor").post(page_of(taken, "reinstate"), follow=True)

    assert "The original of this photo is missing" in text(response)
    taken.refresh_from_db()
    assert taken.withdrawn_at


def test_words_are_saved_although_the_original_is_lost(signed_in):
    taken = photo()
    taken.file.storage.delete(taken.file.name)

    response = signed_in("Editor").post(
        page_of(taken), {"credit": "New", "focal_x": "0.5", "focal_y": "0.5"}, follow=True
    )

    assert "the public files still carry the previous credit" in text(response)
    taken.refresh_from_db()
    assert taken.credit == "New"
    assert taken.usable


def test_a_new_credit_does_not_bring_a_withdrawn_photo_back(signed_in):
    taken = photo()
    taken.withdraw()

    signed_in("Editor").post(page_of(taken), {"credit": "New", "focal_x": "0", "focal_y": "0"})

    taken.refresh_from_db()
    assert taken.credit == "New"
    assert taken.withdrawn_at
    assert taken.renditions == []


def test_a_form_that_was_open_during_a_withdrawal_does_not_undo_it():
    taken = photo()
    opened = Photo.objects.get(pk=taken.pk)
    taken.withdraw()

    opened.credit = "New"
    opened.render()

    opened.refresh_from_db()
    assert opened.withdrawn_at
    assert opened.renditions == []


# Who may what.


@pytest.mark.parametrize("what", ["delete", "withdraw", "reinstate"])
def test_a_reporter_neither_deletes_nor_withdraws(what, signed_in):
    taken, client = photo(), signed_in("Reporter")

    assert client.get(page_of(taken, what)).status_code == 403
    assert client.post(page_of(taken, what), {"post": "yes"}).status_code == 403
    taken.refresh_from_db()
    assert taken.usable
    page = text(client.get(page_of(taken)))
    assert page_of(taken, what) not in page


@pytest.mark.parametrize("address", [ADD, LIST, UPLOAD])
def test_whoever_has_no_role_has_no_library(address, client):
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("stranger", is_staff=True))

    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


def test_a_look_at_the_question_does_nothing(signed_in):
    taken = photo()

    signed_in("Editor").get(page_of(taken, "withdraw"))

    taken.refresh_from_db()
    assert taken.usable


@pytest.mark.parametrize("number", ["0", "999999", "x", "99999999999999999999"])
@pytest.mark.parametrize("what", ["original", "withdraw", "reinstate"])
def test_a_photo_that_does_not_exist_is_not_found(what, number, signed_in):
    response = signed_in("Editor").get(f"/admin/articles/photo/{number}/{what}/")

    assert response.status_code == 404
