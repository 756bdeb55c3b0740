"""Topics in the desk: naming, renaming, merging, and the addresses that stay."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone

from articles.actions import publishing
from articles.models import FormerTag, Tag
from tests.factories import article, person, publish, schedule

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/tag/"
ADD = "/admin/articles/tag/add/"


def tag(name):
    return Tag.objects.create(name=name)


def tag_with_a_live_piece(name):
    publish(article(tags=[name]))
    return Tag.objects.get(name=name)


def page_of(tag, what="change"):
    return f"/admin/articles/tag/{tag.pk}/{what}/"


def merging(*tags):
    return "/admin/articles/tag/merge/?" + "&".join(f"tag={each.pk}" for each in tags)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("name", ["NATO", "nato", "  Nato "])
def test_capital_letters_do_not_make_another_tag(name, signed_in):
    tag("NATO")

    response = signed_in("Reporter").post(ADD, {"name": name, "description": "Kept words"})

    [said] = response.context["adminform"].form.errors["name"]
    assert "There is already a tag “NATO”" in said
    assert response.context["adminform"].form["description"].value() == "Kept words"
    assert Tag.objects.count() == 1


def test_cyrillic_capital_letters_do_not_make_another_tag_either(signed_in):
    tag("Київ")

    response = signed_in("Reporter").post(ADD, {"name": "КИЇВ"})

    assert "“Київ”" in text(response)
    assert Tag.objects.count() == 1


def test_a_new_tag_has_an_address_in_latin_letters(signed_in):
    signed_in("Reporter").post(ADD, {"name": "Енергетика"})

    assert Tag.objects.get().slug == "enerhetyka"


def test_another_name_in_the_form_leaves_a_redirect(signed_in, client):
    energy = tag_with_a_live_piece("Energy")

    signed_in("Editor").post(page_of(energy), {"name": "Power grid", "description": ""})

    response = client.get("/tags/energy/")
    assert (response.status_code, response["Location"]) == (301, "/tags/power-grid/")
    assert client.get("/tags/power-grid/").status_code == 200
    assert "/tags/energy/" in text(client.get(page_of(energy)))


def test_a_name_that_comes_back_takes_its_address_back(signed_in, client):
    energy = tag_with_a_live_piece("Energy")
    editor = signed_in("Editor")
    for name in ("Power grid", "Energy"):
        editor.post(page_of(energy), {"name": name})

    assert client.get("/tags/energy/").status_code == 200
    assert client.get("/tags/power-grid/")["Location"] == "/tags/energy/"
    assert [former.slug for former in FormerTag.objects.all()] == ["power-grid"]


@pytest.mark.parametrize("by", ["the form of tags", "a piece", "merging"])
def test_a_new_tag_leaves_a_former_address_to_what_it_leads_to(signed_in, client, by):
    energy = tag_with_a_live_piece("Energy")
    if by == "merging":
        energy.merge_into(Tag.objects.create(name="Zonal grid"))
    else:
        energy.rename("Zonal grid")

    if by == "the form of tags":
        signed_in("Reporter").post(ADD, {"name": "Energy"})
    piece = article("On energy", tags=["Energy"])
    assert client.get("/tags/energy/")["Location"] == "/tags/zonal-grid/"
    publish(piece)

    assert client.get("/tags/energy/")["Location"] == "/tags/zonal-grid/"
    assert "On energy" in text(client.get("/tags/energy-2/"))
    Tag.objects.get(name="Energy").rename("Power")
    Tag.objects.create(name="Energy")
    addresses = ["energy", "energy-2", "energy-3", "power", "zonal-grid"]
    found = [*Tag.objects.values_list("slug"), *FormerTag.objects.values_list("slug")]
    assert sorted(slug for (slug,) in found) == addresses


def test_only_another_spelling_keeps_the_address(signed_in):
    nato = tag("Nato")

    signed_in("Editor").post(page_of(nato), {"name": "NATO"})

    nato.refresh_from_db()
    assert (nato.name, nato.slug) == ("NATO", "nato")
    assert not FormerTag.objects.exists()


def test_a_description_changes_without_touching_the_address(signed_in):
    nato = tag("NATO")

    signed_in("Editor").post(page_of(nato), {"name": "NATO", "description": "The alliance."})

    nato.refresh_from_db()
    assert (nato.description, nato.slug) == ("The alliance.", "nato")


def test_merging_moves_the_pieces_says_how_many_and_leaves_redirects(signed_in, client):
    one, two, target = tag("energy crisis"), tag("blackouts"), tag("Energy")
    first, second, both, draft = (article(f"Piece {number}") for number in range(4))
    first.tags.add(one)
    second.tags.add(two)
    both.tags.add(one, target)
    draft.tags.add(two)
    for piece in (first, second, both):
        publish(piece)
    FormerTag.objects.create(slug="crisis", tag=one)

    response = signed_in("Admin").post(merging(one, two), {"target": target.pk}, follow=True)

    assert "merged into “Energy”: 4 pieces moved." in text(response)
    assert list(Tag.objects.all()) == [target]
    assert set(target.uses()) == {first, second, both, draft}
    for slug in ("energy-crisis", "blackouts", "crisis"):
        moved = client.get(f"/tags/{slug}/")
        assert (moved.status_code, moved["Location"]) == (301, "/tags/energy/")
    page = text(client.get("/tags/energy/"))
    assert page.count("Piece 0</a>") == 1
    assert page.count("Piece 2</a>") == 1


# What readers never saw.


def stays_a_draft(piece):
    pass


def is_scheduled(piece):
    schedule(piece, timezone.now() + timedelta(hours=1))


def merged(secret):
    secret.merge_into(tag_with_a_live_piece("Government"))


def renamed_and_published(secret):
    secret.rename("Government")
    publish(article("The ministry", tags=["Government"]))


@pytest.mark.parametrize("prepare", [stays_a_draft, is_scheduled])
@pytest.mark.parametrize("go_public", [merged, renamed_and_published])
def test_a_name_that_readers_never_saw_is_not_confirmed_by_what_becomes_of_the_tag(
    prepare, go_public, client
):
    prepare(article("Handcuffs", tags=["Arrest of Minister X"]))

    go_public(Tag.objects.get(name="Arrest of Minister X"))

    assert client.get("/tags/government/").status_code == 200
    assert client.get("/tags/arrest-of-minister-x/").status_code == 404
    assert not FormerTag.objects.exists()


@pytest.mark.parametrize("go_public", [merged, renamed_and_published])
def test_a_name_that_readers_saw_leads_on_though_its_only_piece_was_withdrawn(go_public, client):
    piece = article("Resigned", tags=["Cabinet"])
    publish(piece)
    publishing.withdraw(piece, person(), revision=piece.revision)

    go_public(Tag.objects.get(name="Cabinet"))

    moved = client.get("/tags/cabinet/")
    assert (moved.status_code, moved["Location"]) == (301, "/tags/government/")


def test_names_that_readers_saw_go_along_when_a_secret_one_is_given_up(client):
    known = tag_with_a_live_piece("Cabinet")
    known.rename("Ministers")
    secret = tag("Arrest of Minister X")
    known.merge_into(secret)
    secret.rename("Government")

    for former in ("cabinet", "ministers"):
        assert client.get(f"/tags/{former}/")["Location"] == "/tags/government/"


def test_a_tag_is_not_merged_into_itself(signed_in):
    energy = tag("Energy")

    response = signed_in("Admin").post(merging(energy), {"target": energy.pk})

    assert "cannot be merged into itself" in text(response)
    with pytest.raises(ValidationError):
        energy.merge_into(energy)


def test_a_tag_that_somebody_has_just_deleted_is_not_merged_into():
    energy, grid = tag("Energy"), tag("Grid")
    Tag.objects.filter(pk=grid.pk).delete()

    with pytest.raises(ValidationError, match="no longer exists"):
        energy.merge_into(grid)

    assert Tag.objects.get() == energy


def test_several_tags_are_chosen_in_the_list_and_merged(signed_in):
    one, two = tag("One"), tag("Two")

    response = signed_in("Admin").post(
        LIST, {"action": "merge", "_selected_action": [one.pk, two.pk]}, follow=True
    )

    page = text(response)
    assert "Merge tags" in page
    assert "/tags/one/" in page
    assert "/tags/two/" in page


def test_merging_nothing_leads_back_to_the_list(signed_in):
    response = signed_in("Admin").get("/admin/articles/tag/merge/?tag=x&tag=0", follow=True)

    assert "First choose the tags to merge in the list." in text(response)


def test_a_tag_in_use_is_not_deleted_says_where_it_is_used_and_offers_to_merge(signed_in):
    energy, admin = tag("Energy"), signed_in("Admin")
    draft, former = article("A draft", tags=["Energy"]), article("Was on it", tags=["Energy"])
    publish(former)
    former.tags.clear()

    for response in (
        admin.get(page_of(energy, "delete")),
        admin.post(page_of(energy, "delete"), {"post": "yes"}),
    ):
        page = text(response)
        assert draft.headline in page
        assert former.headline in page
        assert f"/admin/articles/tag/merge/?tag={energy.pk}" in page
    assert Tag.objects.filter(pk=energy.pk).exists()
    with pytest.raises(ProtectedError):
        energy.delete()


def test_an_unused_tag_is_deleted(signed_in):
    energy = tag("Energy")

    signed_in("Admin").post(page_of(energy, "delete"), {"post": "yes"})

    assert not Tag.objects.exists()


def test_the_list_counts_live_pieces_in_one_query_whatever_its_length(
    signed_in, django_assert_max_num_queries
):
    for number in range(3):
        publish(article(f"Live {number}", tags=["Energy", f"Topic {number}"]))
    article("A draft", tags=["Energy"])
    admin = signed_in("Admin")
    Tag.objects.bulk_create(Tag(name=f"t{number}", slug=f"t{number}") for number in range(90))

    with django_assert_max_num_queries(8):
        response = admin.get(LIST)

    counts = {each.name: each.live_count for each in response.context["cl"].result_list}
    assert (counts["Energy"], counts["Topic 1"], counts["t7"]) == (3, 1, 0)


def test_a_reporter_adds_and_changes_nothing(signed_in):
    energy, reporter = tag("Energy"), signed_in("Reporter")

    assert reporter.post(ADD, {"name": "Grid"}).status_code == 302
    assert reporter.post(page_of(energy), {"name": "Other"}).status_code == 403
    assert reporter.post(page_of(energy, "delete"), {"post": "yes"}).status_code == 403
    assert reporter.get(merging(energy)).status_code == 403
    assert {each.name for each in Tag.objects.all()} == {"Energy", "Grid"}


def test_an_editor_renames_and_neither_merges_nor_deletes(signed_in):
    energy, grid, editor = tag("Energy"), tag("Grid"), signed_in("Editor")

    assert editor.post(page_of(energy), {"name": "Power"}).status_code == 302
    assert editor.post(merging(energy), {"target": grid.pk}).status_code == 403
    assert editor.post(page_of(energy, "delete"), {"post": "yes"}).status_code == 403
    assert {each.name for each in Tag.objects.all()} == {"Power", "Grid"}
    assert "Merge" not in text(editor.get(page_of(energy)))
