"""Texts in the letters of their language and of another one, on a site in three languages."""

LANGUAGES = [("en", "English"), ("uk", "Ukrainian"), ("ru", "Russian")]

UKRAINIAN = "Її під’їзд освітили, і ґанок теж."
RUSSIAN = "Мы объявили это вчера, и ёлка зажглась."
EITHER = "Трамвай на мосту"
ENGLISH = "Trams cross the bridge again."

# A text, its language, and that which its letters speak for instead.
CONTRADICTED = [
    (UKRAINIAN, "en", "uk"),
    (RUSSIAN, "en", "ru"),
    (EITHER, "en", ""),
    (ENGLISH, "uk", "en"),
    (RUSSIAN, "uk", "ru"),
    (UKRAINIAN, "ru", "uk"),
]
LEFT_ALONE = [
    (UKRAINIAN, "uk"),
    (RUSSIAN, "ru"),
    (ENGLISH, "en"),
    (EITHER, "uk"),
    (EITHER, "ru"),
    # Names in the letters of others, and what has no letters.
    ("IRIS-T: перші пуски під Києвом", "uk"),
    ("2022–2024: 5 000 €", "uk"),
    ("", "en"),
    # A script that nobody has said anything about.
    ("東京の朝", "ja"),
]
