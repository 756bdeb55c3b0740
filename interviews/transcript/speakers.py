"""Speaker labels: the names in front of the words, and who of them asks."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from interviews.transcript import phrases, words
from interviews.transcript.passages import Passage

LONGEST_LABEL = 90
STAMP = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?\s*[-–—]?\s*")
BRACKETED_STAMP = re.compile(r"[\[(]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]\s*")
STAMP_AFTER = re.compile(r"\s*[-–—|•,]?\s*[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?\s*$")
MARK_WITH_POINT = re.compile(r"(Q\d{0,3}|A\d{0,3}|П|В|З)\s?[.)]\s+(?=\S)")
CLOSING_STAMP = re.compile(
    r"([^\W\d][^:\n]{0,40}?)\s*[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]\s*:?(?=\s|$)"
)
COLON = re.compile(r"\s*[:：](?!//)")
DASH = re.compile(r"\s+[—–]\s+|\s*[.]\s+[—–]\s+")


@dataclass(frozen=True)
class _Label:
    name: str
    end: int
    form: str

    @property
    def key(self) -> str:
        return _normalised_label(self.name)


_Candidates = Sequence[_Label | None]


def name(passages: Sequence[Passage]) -> list[Passage]:
    """The passages with the labels that name speakers moved out of the words.

    A label counts when it is a known word ("Q", "Ведуча") or comes back, so that "Note:" or
    the hour in "10:30" names nobody. A label on its own line belongs to the next passage.
    """
    passages = [_without_stamp(passage) for passage in passages]
    candidates = [_candidate(passage) for passage in passages]
    accepted = _accepted(passages, candidates)
    full_names = _full_names(
        label for label in candidates if label and label.form in accepted[label.key]
    )
    named: list[Passage] = []
    waiting: tuple[Passage, str] | None = None
    for passage, label in zip(passages, candidates, strict=True):
        if label and label.form in accepted[label.key]:
            if waiting:
                named.append(waiting[0])
            rest = passage.after(label.end, speaker=full_names[label.key], starts_turn=True)
            waiting = None if rest.runs else (passage, full_names[label.key])
            if rest.runs:
                named.append(rest)
        elif waiting:
            named.append(replace(passage, speaker=waiting[1], starts_turn=True))
            waiting = None
        else:
            named.append(passage)
    if waiting:
        named.append(waiting[0])
    return named


def _without_stamp(passage: Passage) -> Passage:
    stamp = BRACKETED_STAMP.match(passage.text[:LONGEST_LABEL])
    rest = passage.after(stamp.end()) if stamp else passage
    return rest if rest.runs else passage


def _candidate(passage: Passage) -> _Label | None:
    head = passage.text[:LONGEST_LABEL]
    stamp = STAMP.match(head)
    start = stamp.end() if stamp else 0
    if stamp and start == len(passage.text):
        return None
    colon = COLON.search(head, start)
    # A colon without a space after it is one between digits or within a word, or follows a mark.
    if colon:
        spoken = STAMP_AFTER.sub("", head[start : colon.start()]).strip(" *_")
        followed = head[colon.end() : colon.end() + 1]
        known = (
            _word(spoken)
            in words.QUESTION_MARKS | words.ANSWER_MARKS | words.ASKERS | words.ANSWERERS
        )
        if _could_be_a_name(spoken) and (not followed.strip() or known):
            return _Label(spoken, colon.end(), "colon")
        digits = CLOSING_STAMP.match(head, start)
        if digits and _could_be_a_name(digits[1].strip()):
            return _Label(digits[1].strip(), digits.end(), "colon")
    mark = MARK_WITH_POINT.match(head, start)
    if mark:
        return _Label(mark[1], mark.end(), "point")
    dash = None if STAMP_AFTER.search(passage.text[:LONGEST_LABEL]) else DASH.search(head, start)
    if (
        dash
        and _opens(head[dash.end() :])
        and _could_be_a_name(head[start : dash.start()].strip(" ."))
    ):
        return _Label(head[start : dash.start()].strip(" ."), dash.end(), "dash")
    lead = passage.bold_lead
    if (
        0 < lead <= 60
        and _opens(passage.text[lead:])
        and _could_be_a_name(passage.text[:lead].strip(" .,—–-"))
    ):
        return _Label(passage.text[:lead].strip(" .,—–-"), lead, "bold")
    whole = STAMP_AFTER.sub("", head[start:])
    if len(passage.text) <= 60 and _could_be_a_name(whole):
        return _Label(whole, len(passage.text), "line")
    return None


def _opens(text: str) -> bool:
    """Whether words begin here; otherwise what stood before them was their subject."""
    first = text.lstrip(" .,—–-\"'“«„(")[:1]
    return not first or not first.islower()


def _could_be_a_name(label: str) -> bool:
    bare = _bare(label)
    parts = re.findall(r"[\w'’ʼ.-]+", bare)
    if not 1 <= len(parts) <= 5 or len(label) > 60 or re.search(r"[?!;\"«»“”/@]", label):
        return False
    if _word("_".join(parts)) in words.NOT_SPEAKERS or _word(parts[0]) in words.NOT_SPEAKERS:
        return False
    if role(label) and all(part[0].isupper() or part[0].isdigit() for part in parts[1:]):
        return True
    if any(map(str.isdigit, bare)):
        return len(parts) <= 2 and _word(re.sub(r"[\s\d]+$", "", bare)) in words.NUMBERED_SPEAKERS
    return parts[0][0].isupper() and all(
        part[0].isupper() or part.lower() in words.NAME_PARTICLES for part in parts
    )


def _bare(label: str) -> str:
    """A label without what is said of the person: "Olha Marko (mayor)", "Olha Marko, mayor"."""
    return re.sub(r"\s*[,(\[].*$", "", label).strip()


def _word(label: str) -> str:
    return re.sub(r"['’ʼ]", "", label).strip(" .").lower()


def _normalised_label(label: str) -> str:
    return " ".join(re.findall(r"[\w'’ʼ-]+", _bare(label).lower()))


def role(label: str) -> str:
    """What a label itself says: "asks", "answers", or nothing."""
    parts = re.findall(r"[^\W\d_]+", re.sub(r"['’ʼ]", "", _bare(label).lower()))
    if not parts:
        return ""
    if is_mark(label):
        return "asks" if parts[0] in words.QUESTION_MARKS else "answers"
    if words.ASKERS & {parts[0], parts[-1]}:
        return "asks"
    return "answers" if words.ANSWERERS & {parts[0], parts[-1]} else ""


def is_mark(label: str) -> bool:
    """Whether a label only says "question" or "answer" and names nobody."""
    mark = re.sub(r"[\s\d.№]+$", "", label.lower())
    return mark in words.QUESTION_MARKS | words.ANSWER_MARKS


def _accepted(passages: Sequence[Passage], candidates: _Candidates) -> dict[str, set[str]]:
    """For each label, the forms in which it counts as a label."""
    count = Counter((label.key, label.form) for label in candidates if label)
    inline = Counter(
        label.key for label in candidates if label and label.form in ("colon", "point")
    )
    accepted: dict[str, set[str]] = defaultdict(set)
    for key, number in inline.items():
        if number >= 2 or role(key):
            accepted[key] |= {"colon", "point"}
    _accept_lone_labels(passages, candidates, accepted)
    for form in ("dash", "bold", "line"):
        returning = {key for (key, of), number in count.items() if of == form and number >= 2}
        enough = len(returning) >= 2 or any(role(key) for key in returning)
        if enough or (form == "bold" and returning):
            for key, of in count:
                if of == form and (key in returning or role(key)):
                    accepted[key].add(form)
    for key in [key for key in accepted if accepted[key]]:
        if count[key, "line"] and (role(key) or len(key) > 2):
            accepted[key].add("line")
    return accepted


def _accept_lone_labels(
    passages: Sequence[Passage], candidates: _Candidates, accepted: dict[str, set[str]]
) -> None:
    """Names that speak once count among others that speak, or where questions are asked."""
    colons = [
        (passage, label)
        for passage, label in zip(passages, candidates, strict=True)
        # A headline such as "The harbour: a love story" names a subject.
        if label and label.form == "colon" and not passage.kind.startswith("h")
    ]
    lone = {label.key for _, label in colons} - set(accepted)
    asked = any("?" in passage.text for passage, _ in colons)
    dense = len(colons) >= 2 and len(lone) <= 4 and asked and len(colons) >= 0.4 * len(passages)
    for key in lone if accepted or dense else ():
        accepted[key].add("colon")


def _full_names(labels: Iterable[_Label]) -> dict[str, str]:
    """For each label the fullest form of its name: "O. K." stands for "Olena Kravets"."""
    forms: dict[str, str] = {}
    for label in labels:
        known = forms.setdefault(label.key, label.name)
        if len(label.name) > len(known):
            forms[label.key] = label.name
    full = {}
    for key, form in forms.items():
        longer = {other for other in forms if _is_short_for(key, other)}
        full[key] = forms[longer.pop()] if len(longer) == 1 and not role(form) else form
    return full


def _is_short_for(short: str, full: str) -> bool:
    parts = [part for part in short.split() if part not in words.HONORIFICS]
    whole = [part for part in full.split() if part not in words.HONORIFICS]
    if not parts or len(whole) < 2 or len(parts) > len(whole) or parts == whole:
        return False
    if all(part in whole for part in parts):
        return True
    initials = "".join(part[0] for part in whole)
    if all(len(part) <= 1 for part in parts) or (len(parts) == 1 and 2 <= len(parts[0]) <= 3):
        return "".join(parts) == initials
    return parts[-1] == whole[-1] and parts[0][0] == whole[0][0] and len(parts[0]) <= 2


def askers(passages: Sequence[Passage]) -> set[str]:
    """The speakers who ask: by what their labels say, else by how they talk."""
    turns: dict[str, list[str]] = defaultdict(list)
    order: list[str] = []
    speaker = ""
    for passage in passages:
        if passage.starts_turn and passage.speaker:
            speaker = passage.speaker
            order.append(speaker)
        if passage.speaker:
            turns[speaker].append(passage.text)
    if not turns:
        return set()
    said = {speaker: role(speaker) for speaker in turns}
    if "asks" in said.values() and ("answers" in said.values() or len(turns) > 1):
        asking = {speaker for speaker in turns if said[speaker] == "asks"}
        others = {speaker for speaker in turns if not said[speaker]}
        inquisitive = {s for s in others if _asking_share(turns[s]) >= 0.75 and len(turns[s]) >= 2}
        if "answers" in said.values() or others - inquisitive:
            asking |= inquisitive
        return asking
    if "answers" in said.values():
        return {speaker for speaker in turns if not said[speaker]}
    if len(turns) == 1:
        return {s for s in turns if said[s] == "asks" or _asking_share(turns[s]) >= 0.5}
    length = {s: sum(map(len, texts)) / len(texts) for s, texts in turns.items()}
    average = sum(length.values()) / len(length)
    score = {
        s: 3 * _asking_share(texts)
        + (1 if length[s] < 0.7 * average else 0)
        + (0.75 if s == order[0] else 0)
        for s, texts in turns.items()
    }
    best = max(score, key=score.__getitem__)
    asking = {
        s
        for s in turns
        if s == best or (_asking_share(turns[s]) >= 0.6 and score[s] >= 0.6 * score[best])
    }
    if len(asking) == len(turns):
        asking.discard(min(score, key=score.__getitem__))
    return asking


def _asking_share(texts: list[str]) -> float:
    return sum(map(_asking, texts)) / len(texts)


def _asking(text: str) -> float:
    if text.rstrip("\"'”»)").endswith("?") or phrases.ASKS_TO.match(text):
        return 1
    return 0.5 if "?" in text else 0
