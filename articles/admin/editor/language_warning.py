"""Language warning: what the form needs to say that letters are of another language than a piece's.

The rule is in `espreso.alphabets`. While somebody types, `language_warning.js` follows it.
"""

import json

from articles.content.checks import wrong_letters
from espreso import alphabets


def as_attributes() -> dict[str, str]:
    """Return what the choice of a language carries: its letters, and the words of each warning."""
    known = alphabets.of_the_site()
    return {
        "data-alphabets": json.dumps(
            {
                code: alphabet
                | {"warnings": {other: wrong_letters(code, other) for other in ("", *known)}}
                for code, alphabet in known.items()
            }
        )
    }
