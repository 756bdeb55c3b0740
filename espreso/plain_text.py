"""Unicode normalisation: text without the signs that nobody sees and that part equal words.

It is called at every door at which words come in, by forms for all of theirs (`espreso.forms`).
What is stored already is not touched. Knows no Django: the processes within limits use it too.
"""

import re
import unicodedata

# Unicode's Default_Ignorable_Code_Point, but for what `_JOINERS` and `_VARIANTS` name and for
# fillers of old Korean inside a syllable; controls; annotations; what is no character.
_INVISIBLE = re.compile(
    "[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u17b4\u17b5\u200b\u202a-\u202e\u2060-\u206f"
    "\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0080-\U000e00ff\U000e01f0-\U000e0fff]"
)
_LINE_BREAKS = re.compile("\r\n|[\x0b\x0c\x85\u2028\u2029]")
# Letters whose shape a joiner chooses: Arabic, Syriac, N'Ko, the scripts of India and around.
_JOINED = (
    "\u0600-\u08ff\u0900-\u109f\u1780-\u17ff\u1800-\u18af\ua840-\ua9ff\ufb50-\ufdff\ufe70-\ufefc"
)
_EMOJI = (
    "©®‼⁉™ℹ\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff〰〽㊗㊙\U0001f000-\U0001faff"
    "\U0001fb00-\U0001fbff"
)
_IDEOGRAPHS = "\u1000-\u109f\u2e80-\u9fff\ua840-\ua87f\uf900-\ufaff\U00020000-\U0003ffff"
_TAGS = "\U000e0020-\U000e007f"
# Each where it does something, and nowhere else.
_IDLE = re.compile(
    rf"(?<![{_JOINED}])\u200c"
    rf"|(?<![{_JOINED}{_EMOJI}\ufe0f])\u200d|(?<=[{_EMOJI}\ufe0f])\u200d(?![{_EMOJI}])"
    rf"|(?<![{_EMOJI}{_IDEOGRAPHS}])[\ufe00-\ufe0d\U000e0100-\U000e01ef]"
    rf"|(?<![{_EMOJI}{_IDEOGRAPHS}])[\ufe0e\ufe0f](?!\u20e3)"
    rf"|(?<![0-9#*{_EMOJI}{_IDEOGRAPHS}])[\ufe0e\ufe0f](?=\u20e3)"
    "|(?<![\u1800-\u18af])[\u180b-\u180f]"
    rf"|(?<![\U0001f3f4{_TAGS}])[{_TAGS}]+"
)
_ANY_IDLE = re.compile(f"[\u200c\u200d\ufe00-\ufe0f\u180b-\u180f{_TAGS}\U000e0100-\U000e01ef]")
# They say which way signs between words of both directions are read.
_DIRECTIONS = re.compile("[\u061c\u200e\u200f]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_NEVER_SEEN = re.compile(
    rf"[\s\u115f\u1160\u2800\u061c\u200c-\u200f\ufe00-\ufe0f{_TAGS}\U000e0100-\U000e01ef]"
)


def cleaned(text: str) -> str:
    """Return `text` in composed letters (NFC), with no sign in it that changes no word.

    Gone are controls, soft hyphens, zero-width signs and those that turn the direction of what
    follows. Joiners and selectors stay in emoji and in the scripts that need them. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_BREAKS.sub("\n", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))
    if not _RIGHT_TO_LEFT.search(text):
        text = _DIRECTIONS.sub("", text)
    # What stood before one that goes is before the next one then.
    while _ANY_IDLE.search(text) and (fewer := _IDLE.sub("", text)) != text:
        text = fewer
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """Return cleaned `text` in one line, with no blanks at either end."""
    lines = map(str.strip, re.split("[\r\n\t]", cleaned(text)))
    return " ".join(filter(None, lines))


def has_visible_text(text: str) -> bool:
    """Whether a reader sees anything of `text`: marks on no letter are nothing, an emoji is."""
    return any(unicodedata.category(sign) not in {"Mn", "Me"} for sign in visible(text))


def visible(text: str) -> str:
    """Return the signs of `text` that a reader sees."""
    return _NEVER_SEEN.sub("", cleaned(text))
