"""Typography: what a keyboard has becomes what a newspaper prints, and what is code stays."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.desk_client import headline_of, page_of, text_in

pytestmark = [pytest.mark.slow]

# What is typed, and what stands there then. A ~ is a no-break space, a | ends a paragraph.
PRINTED = {
    "en": {
        # Quotation marks.
        'He said "no" twice': "He said “no” twice",
        '("quoted")': "(“quoted”)",
        '"He read "War" today," she said': "“He read ‘War’ today,” she said",
        "\"He read 'War' today,\" she said": "“He read ‘War’ today,” she said",
        "\"She said 'no'\"": "“She said ‘no’”",
        "'\"No,\" he said'": "‘“No,” he said’",
        '"the players\' lounge"': "“the players’ lounge”",
        '"I never—" he said': "“I never—” he said",
        '"One.|"Two." Three': "“One.|“Two.” Three",
        # Nothing is closed that is not open.
        'a word" here': 'a word" here',
        # Apostrophes.
        "It's the dogs' turn": "It’s the dogs’ turn",
        "It's the '90s": "It’s the ’90s",
        "the class of '84": "the class of ’84",
        "'1984' by Orwell": "‘1984’ by Orwell",
        "rock 'n' roll": "rock ’n’ roll",
        "rock 'n roll": "rock ’n roll",
        "'Tis and 'twas": "’Tis and ’twas",
        "Book 'em": "Book ’em",
        "'cause I wait 'til May": "’cause I wait ’til May",
        "the 'cause' of it": "the ‘cause’ of it",
        "'emergency' 'now' 'tile'": "‘emergency’ ‘now’ ‘tile’",
        "in the 1990's": "in the 1990’s",
        # Measures.
        "5'10\" tall": "5'10\" tall",
        'a 12" pipe': 'a 12" pipe',
        '"He is 5\'10" tall"': "“He is 5'10\" tall”",
        '"Route 12" ends': "“Route 12” ends",
        # Dashes, minuses and ranges.
        "war -- and peace": "war — and peace",
        "war - and peace": "war — and peace",
        "a well-known fact": "a well-known fact",
        "10 - 3 = 7": "10 - 3 = 7",
        "in 2022 - and on": "in 2022 — and on",
        'in 2022 - "and on"': "in 2022 — “and on”",
        "1939-1945": "1939-1945",
        "--- a rule": "--- a rule",
        "- Yes": "- Yes",
        "And so...": "And so…",
        # Addresses and code.
        'https://x.org/?q="x" it\'s': 'https://x.org/?q="x" it’s',
        "www.it's.org/...": "www.it's.org/...",
        "desk@example.org's": "desk@example.org's",
        'foo("bar")': 'foo("bar")',
        'C:\\dir"x"': 'C:\\dir"x"',
        '<"tag">': '<"tag">',
        'key="it\'s"': 'key="it\'s"',
        '"see www.x.org" now': "“see www.x.org” now",
        '"call foo("bar")" now': '“call foo("bar")” now',
    },
    "uk": {
        'Він сказав "ні" двічі': "Він сказав «ні» двічі",
        '"Газета "Час" пише"': "«Газета „Час“ пише»",
        '"Як "Час" чи "День"?"': "«Як „Час“ чи „День“?»",
        '"Перший.|Другий". Третій': "«Перший.|Другий». Третій",
        'слово" тут': 'слово" тут',
        "м'яч": "м’яч",
        "п'ять і 5'": "п’ять і~5'",
        'труба 12" завдовжки': 'труба 12" завдовжки',
        "війна - і мир": "війна~— і~мир",
        "у 2022 - і далі": "у~2022~— і~далі",
        "10 - 3": "10 - 3",
        "1939-1945": "1939-1945",
        "- Так, - каже": "—~Так,~— каже",
        "Питання.|- Так": "Питання.|—~Так",
        "у Києві": "у~Києві",
        "№ 5": "№~5",
        "Та...": "Та…",
        "Івано-Франківськ": "Івано-Франківськ",
        'ключ="знач"': 'ключ="знач"',
        '"пошта a@b.ua" тут': "«пошта a@b.ua» тут",
    },
}
# What the field and the editor do with the table is alike: a few of each are typed for real.
TYPED = {
    "en": ["It's the '90s", "rock 'n' roll", 'in 2022 - "and on"', 'key="it\'s"'],
    "uk": ['"Газета "Час" пише"', "- Так, - каже", "10 - 3", 'труба 12" завдовжки'],
}


@pytest.fixture
def page(desk_of, transactional_db):
    return desk_of(factories.person("Editor"))


def words_in(text):
    return text.evaluate("element => element.textContent")


def test_quotes_dashes_and_spaces_are_those_of_the_language(page):
    headline_of(page, page_of(factories.article()))
    printed = page.evaluate(
        """async (table) => {
          const { typeset } = await import("desk/common/typography")
          const typed = (words, language) => {
            let text = ""
            for (const sign of words.replaceAll("|", "\\n")) {
              const { take, put } = typeset(text, sign, language) ?? { take: 0, put: sign }
              text = text.slice(0, text.length - take) + put
            }
            return text.replaceAll("\\n", "|").replaceAll("\\u00a0", "~")
          }
          const printed = {}
          for (const [language, rows] of Object.entries(table)) {
            const pairs = Object.keys(rows).map((words) => [words, typed(words, language)])
            printed[language] = Object.fromEntries(pairs)
          }
          return printed
        }""",
        PRINTED,
    )
    assert printed == PRINTED


@pytest.mark.parametrize("language", TYPED)
def test_what_is_typed_is_printed_so_in_texts_and_in_headlines(language, page):
    text = text_in(page, factories.article(language=language))
    headline = page.locator("#id_headline")
    for typed in TYPED[language]:
        printed = PRINTED[language][typed].replace("~", "\u00a0")
        text.click()
        page.keyboard.press("Control+a")
        page.keyboard.type(typed)
        assert words_in(text) == printed
        headline.fill("")
        headline.press_sequentially(typed)
        assert headline.input_value() == printed


def test_one_step_back_shows_what_was_typed_and_typing_goes_on(page):
    text = text_in(page, factories.article(language="uk"))
    page.keyboard.type('Слово "')
    assert words_in(text) == "Слово «"
    page.keyboard.press("Control+z")
    assert words_in(text) == 'Слово "'
    page.keyboard.type("так")
    assert words_in(text) == 'Слово "так'

    headline = page.locator("#id_headline")
    for typed, restored in {'Слово "': 'Слово "', "війна - ": "війна - ", "Та...": "Та..."}.items():
        headline.fill("")
        headline.press_sequentially(typed)
        assert headline.input_value() != restored
        page.keyboard.press("Control+z")
        assert headline.input_value() == restored
        page.keyboard.type("так")
        assert headline.input_value() == f"{restored}так"


def test_a_hyphen_begins_speech_in_ukrainian_and_a_list_in_english(page):
    text = text_in(page, factories.article(language="uk"))
    page.keyboard.type("- Так")
    page.keyboard.press("Enter")
    page.keyboard.type("- Ні")
    expect(text.locator("p")).to_have_text(["—\u00a0Так", "—\u00a0Ні"])
    page.keyboard.press("Enter")
    page.keyboard.type("* перше")
    expect(text.locator("li")).to_have_text(["перше"])

    text = text_in(page, factories.article(language="en"))
    page.keyboard.type("- first")
    expect(text.locator("li")).to_have_text(["first"])


def test_a_key_puts_a_no_break_space(page):
    text = text_in(page, factories.article())
    page.keyboard.type("5")
    page.keyboard.press("Control+Shift+Space")
    page.keyboard.type("km")
    assert words_in(text) == "5\u00a0km"
    headline = page.locator("#id_headline")
    headline.fill("5")
    headline.press("Control+Shift+Space")
    assert headline.input_value() == "5\u00a0"
