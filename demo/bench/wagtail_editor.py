"""Wagtail's editor, with the same questions and answers in a StreamField."""

import json

from demo.bench.client import fields
from demo.bench.words import FREQUENT, rare


class Wagtail:
    """The form of one interview, asked for as Wagtail's editor does."""

    name = "Wagtail"

    def __init__(self, signed, form: str, questions: int):
        self.signed, self.form, self.questions = signed, form, questions

    def open(self):
        return self.signed.get(self.form)

    def prepare(self, page, number):
        """Return the form with two changes in it: the standfirst, and one answer."""
        data = fields(page, "form[data-edit-form]")
        data = {name: value for name, value in data.items() if not name.startswith("body")}
        data |= {"standfirst": f"Round {number}.", "body-count": self.questions}
        for place in range(self.questions):
            block = {
                "deleted": "",
                "order": place,
                "type": "question_answer",
                "id": "",
                "value-question": f"What did shift {place} look like?",
                "value-asker": "",
                "value-answer": _draftail(f"Round {number}." if place == 0 else ""),
                "value-respondent": "",
            }
            data |= {f"body-{place}-{name}": value for name, value in block.items()}
        return data

    def save(self, data):
        self.signed.post(self.form, data)

    def publish(self, data):
        self.signed.post(self.form, data | {"action-publish": "action-publish"})


def lists(address: str, count: int) -> dict[str, str]:
    """Return the addresses of the lists that Espreso has too. None of them filters by state."""
    return {
        "list": address,
        "search, a frequent word": f"{address}?q={FREQUENT}",
        "search, a rare word": f"{address}?q={rare(count)}",
    }


def _draftail(more):
    text = " ".join(["The shift was long and the line held."] * 12)
    return json.dumps(
        {
            "blocks": [
                {
                    "key": f"para{place}",
                    "text": words,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [],
                }
                for place, words in enumerate((text, more or text))
            ],
            "entityMap": {},
        }
    )
