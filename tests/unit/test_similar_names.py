"""Which names are suspected to be the same topic, which never are, and the page that asks."""

import random

import pytest
from bs4 import BeautifulSoup

from articles.models import DifferentTags, Tag
from articles.similar_names import groups, normalised_words, sharing, singulars, with_a_gap
from tests.desk_client import words_of as said_on
from tests.factories import article, person, publish

# As the topics of a newsroom in its second year look, with those that were added twice.
TOPICS = (
    """
Air defence|Air-defence|Agriculture|Austria|Australia|Budget 2025|Budget 2026|Climate
Corruption|Courts|Crimea|Culture|Drone|Drones|Economy|Education|Election|Elections 2024
Elections 2025|Energy|Energy policy|Europe|Grain exports|Health|Hospitals|Hospital|Human rights
Human Rights|Iceland|Iran|Iraq|Ireland|Kharkiv|Kharkov|Latvia|Libya|Mali|Malta|Martial law
Mine clearance|Mine-clearance|Music|NATO|North Korea|Odesa|Odessa|Parliament|Parlaiment|Police
Policy|Railways|Refugees|Schools|Slovakia|Slovenia|South Korea|Sport|Sports|Taxes|Veterans
""".replace("\n", "|")
    .strip("|")
    .split("|")
)
SAME = {
    ("Air defence", "Air-defence"),
    ("Drone", "Drones"),
    ("Hospital", "Hospitals"),
    ("Human Rights", "Human rights"),
    ("Kharkiv", "Kharkov"),
    ("Mine clearance", "Mine-clearance"),
    ("Odesa", "Odessa"),
    ("Parlaiment", "Parliament"),
    ("Sport", "Sports"),
}


def alike(*names):
    return groups(names) != []


def test_of_sixty_topics_all_that_were_added_twice_are_found_and_nothing_else():
    assert len(TOPICS) == 60
    found = {tuple(group) for group in groups(TOPICS)}
    assert found == SAME


@pytest.mark.parametrize(
    "names",
    [
        ("Air defence", "air  DEFENCE"),
        ("Café culture", "Cafe culture"),
        ("м’ята", "м'ята"),
        ("Cities", "City"),
        ("Taxes", "Tax"),
        ("Wars", "War"),
        ("Churches", "Church"),
        ("Дрон", "Дрони"),
        ("Повітряна тривога", "Повітряні тривоги"),
        ("Zelensky", "Zelenskyy"),
        ("Ministry of Defence", "Ministry of Defense"),
        ("Marital law", "Martial law"),
        ("Донецьк", "Донецк"),
        ("Conscription", "Conscriptiom"),
    ],
)
def test_the_same_word_written_otherwise_is_suspected(names):
    assert alike(*names)
    assert alike(*reversed(names))


ONE_AND_SEVERAL = """
    House|Houses Nurse|Nurses Disease|Diseases Case|Cases Air_base|Air_bases Response|Responses
    Enterprise|Enterprises Prize|Prizes Headache|Headaches Movie|Movies Hero|Heroes Shoe|Shoes
    Virus|Viruses Class|Classes Menu|Menus Taxi|Taxis Houthi|Houthis MP|MPs NGO|NGOs Wolf|Wolves
    Leave|Leaves Leaf|Leaves Child|Children Crisis|Crises Spy|Spies Tie|Ties
    Cyber_attack|Cyberattacks Minefields|Mine_field
    Суд|Суди Ціна|Ціни Міна|Міни Газ|Гази Газа|Гази Ціль|Цілі Край|Краї Подія|Події Армія|Армії
    Українець|Українці Біженець|Біженці Європеєць|Європейці Ціни_на_газ|Ціна_на_газ Дитина|Діти
"""
OF_ANOTHER_WORD = """
    News|New Paris|Pari Ukraine|Ukrainian USA|US ISIS|ISI GPS|GP Car|Cares Pop|Popes Plan|Planes
    Franc|France Life|Live Taxi|Tax Tense|Tens Суми|Сума Газ|Газа Гора|Горе Дія|Дій
"""


@pytest.mark.parametrize("pair", ONE_AND_SEVERAL.split())
def test_a_topic_in_the_singular_and_in_the_plural_is_suspected(pair):
    assert alike(*pair.replace("_", " ").split("|"))


@pytest.mark.parametrize("pair", OF_ANOTHER_WORD.split())
def test_a_plural_of_another_word_is_not_suspected(pair):
    assert not alike(*pair.split("|"))


@pytest.mark.parametrize(
    "names",
    [
        ("Iran", "Iraq"),
        ("War in Iran", "War in Iraq"),
        ("Іран", "Ірак"),
        ("Iceland", "Ireland"),
        ("Ірландія", "Ісландія"),
        ("Gambia", "Zambia"),
        ("Russia", "Prussia"),
        ("Libya", "Libyan"),
        ("Trade", "Trader"),
        ("Police", "Policy"),
        ("Texas", "Taxes"),
        ("Суми", "Сума"),
        ("Elections 2024", "Elections 2025"),
        ("Sudan", "South Sudan"),
        ("Kharkiv", "Kharkiv"),
        ("", "…"),
    ],
)
def test_a_letter_that_makes_another_word_is_not_suspected(names):
    assert not alike(*names)


def test_names_that_look_alike_by_way_of_another_are_one_group():
    assert groups(["Elections", "Culture", "Electons", "election"]) == [
        ["election", "Elections", "Electons"]
    ]


def test_what_somebody_declared_different_is_not_suspected_again():
    apart = {frozenset(("Trial", "Trail"))}
    assert groups(["Trial", "Trail", "Drone", "Drones"], apart) == [["Drone", "Drones"]]


def test_ten_thousand_names_are_compared_without_comparing_all_with_all():
    letters = random.Random(1)
    syllables = "ka ro mi len tor vis pra dun sel gor na ti hov rek zu bel kyn mar os".split()
    names = {
        " ".join("".join(letters.choices(syllables, k=3)) for _ in range(2)).capitalize(): None
        for _ in range(10_000)
    }
    words = {name: normalised_words(name) for name in names}

    def compared(keys_of):
        return sum(1 for _pair in sharing(names, lambda name: keys_of(words[name])))

    # All with all would be fifty million comparisons.
    assert compared(with_a_gap) < 2 * len(names)
    assert compared(singulars) < 2 * len(names)
    assert ["Kharkiv", "Kharkov"] in groups([*names, "Kharkiv", "Kharkov"])


# The page.

ALIKE = "/admin/articles/tag/alike/"


@pytest.fixture
def admin(client, db):
    client.force_login(person("Admin"))
    return client


@pytest.fixture
def three(db):
    publish(article(tags=["Trials"]))
    return [Tag.objects.get_or_create(name=name)[0] for name in ("Trail", "Trial", "Trials")]


def test_every_tag_of_a_group_is_ticked_and_has_a_name(admin, three):
    page = BeautifulSoup(admin.get(ALIKE).content, "html.parser")
    boxes = page.select(".desk-alike form input[type=checkbox][name=tag]")
    assert sorted(box["aria-label"] for box in boxes) == ["Trail", "Trial", "Trials"]
    assert all(box.has_attr("checked") for box in boxes)


def test_of_three_the_two_that_are_ticked_are_merged(admin, three):
    trail, trial, trials = three

    question = admin.post(ALIKE, {"tag": [trial.pk, trials.pk], "merge": ""})

    # Most pieces carry the plural.
    ask = question["Location"]
    assert ask.endswith(f"?tag={trial.pk}&tag={trials.pk}&into={trials.pk}")
    admin.post(ask, {"target": trials.pk})
    assert list(Tag.objects.all()) == [trail, trials]


def test_of_three_the_two_that_are_ticked_are_declared_different_and_the_third_is_not(admin, three):
    trail, trial, trials = three

    response = admin.post(ALIKE, {"tag": [trail.pk, trial.pk]}, follow=True)

    assert "“Trail”, “Trial” are different topics" in said_on(response)
    [pair] = DifferentTags.objects.all()
    assert {pair.one, pair.other} == {trail, trial}
    assert Tag.alike() == [[trial, trials]]


@pytest.mark.parametrize("button", [{}, {"merge": ""}])
@pytest.mark.parametrize("ticked", [0, 1])
def test_fewer_than_two_ticked_tags_are_refused_in_words(ticked, button, admin, three):
    chosen = [tag.pk for tag in three[:ticked]]

    response = admin.post(ALIKE, {"tag": chosen, **button}, follow=True)

    assert "Tick at least two of the topics" in said_on(response)
    assert response.request["PATH_INFO"] == ALIKE
    assert not DifferentTags.objects.exists()


def test_a_ticked_tag_that_is_gone_meanwhile_is_said(admin, three):
    pair = [tag.pk for tag in three[:2]]
    three[0].delete()
    for button in ({}, {"merge": ""}):
        response = admin.post(ALIKE, {"tag": pair, **button}, follow=True)
        assert "One of these tags no longer exists." in said_on(response)
