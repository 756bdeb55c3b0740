"""The vocabulary of interviews, English and Ukrainian: every word list of the parser is here."""

import re

# Marks that say "question" or "answer" but name nobody. "В" is Відповідь beside "П" or "З".
QUESTION_MARKS = frozenset(["q", "question", "запитання", "питання", "зап", "пит", "п", "з"])
ANSWER_MARKS = frozenset(["a", "а", "answer", "відповідь", "відп", "в"])
ASKERS = frozenset(
    [
        "interviewer",
        "journalist",
        "host",
        "cohost",
        "reporter",
        "correspondent",
        "moderator",
        "presenter",
        "anchor",
        "espreso",
        "еспресо",
        "кореспондент",
        "кореспондентка",
        "журналіст",
        "журналістка",
        "ведучий",
        "ведуча",
        "інтервюер",
        "інтервюерка",
        "модератор",
        "модераторка",
        "редакція",
        "студія",
        "співведучий",
        "співведуча",
    ]
)
ANSWERERS = frozenset(
    [
        "guest",
        "interviewee",
        "respondent",
        "expert",
        "witness",
        "гість",
        "гостя",
        "респондент",
        "респондентка",
        "співрозмовник",
        "співрозмовниця",
        "експерт",
        "експертка",
        "герой",
        "героїня",
    ]
)
NUMBERED_SPEAKERS = frozenset(
    [
        "speaker",
        "спікер",
        "мовець",
        "учасник",
        "voice",
        "person",
        "participant",
        "guest",
        "host",
        "q",
        "a",
        "question",
        "answer",
    ]
)
NAME_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "del",
        "van",
        "von",
        "der",
        "den",
        "of",
        "the",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "та",
        "і",
        "й",
        "and",
    ]
)
HONORIFICS = frozenset(["mr", "mrs", "ms", "dr", "prof", "sir", "пан", "пані", "д-р", "проф"])
# What stands before a colon without speaking.
NOT_SPEAKERS = frozenset(
    [
        "note",
        "notes",
        "ps",
        "p.s",
        "p.p.s",
        "update",
        "updated",
        "photo",
        "photos",
        "image",
        "source",
        "sources",
        "example",
        "warning",
        "important",
        "fact",
        "facts",
        "correction",
        "editor's_note",
        "tags",
        "tag",
        "read_also",
        "read_more",
        "see_also",
        "date",
        "time",
        "place",
        "location",
        "address",
        "phone",
        "email",
        "website",
        "link",
        "result",
        "results",
        "conclusion",
        "summary",
        "reminder",
        "attention",
        "caption",
        "credit",
        "background",
        "context",
        "first",
        "second",
        "third",
        "finally",
        "spoiler",
        "disclaimer",
        "text",
        "video",
        "author",
        "translation",
        "translated_by",
        "interview_by",
        "примітка",
        "увага",
        "оновлено",
        "оновлення",
        "джерело",
        "джерела",
        "довідка",
        "наприклад",
        "фото",
        "фото_дня",
        "відео",
        "теги",
        "тег",
        "читайте_також",
        "дивіться_також",
        "до_речі",
        "важливо",
        "висновок",
        "підсумок",
        "результат",
        "адреса",
        "телефон",
        "пошта",
        "сайт",
        "дата",
        "час",
        "місце",
        "текст",
        "автор",
        "авторка",
        "нагадаємо",
        "доповнено",
        "переклад",
        "розмовляла",
        "розмовляв",
        "спілкувалася",
        "спілкувався",
        "на_фото",
        "спойлер",
        "по-перше",
        "по-друге",
        "по-третє",
        "підпис",
        "світлина",
        "знімок",
        "реклама",
    ]
)

_TO_US = r"(?:us|me|our readers|our listeners|the readers)"
ASKS_TO = re.compile(
    rf"""(?:[\w'’ʼ]+(?:\s[\w'’ʼ]+)?,\s)?
    (?:(?:please|so|and|now|then|well|but|first|okay|could|будь\sласка|а|і|й|то|тоді|отже|але|ну)[,\s]+){{0,3}}
    (?:tell\s{_TO_US}|describe\b|explain\b|(?:walk|take|talk)\s{_TO_US}|give\s{_TO_US}|give\san\sexample
    |share\s(?:your|a|an|some|with)|name\s(?:one|two|three|the|your|a|some)|recall\s(?:the|your|a|an|how)|remind\s{_TO_US}
    |introduce\s|let['’]s\s(?:talk|start|begin|turn|move|discuss|go\sback|return|speak)|talk\sabout|say\sa\s(?:few|word)
    |compare\s|elaborate\b|imagine\syou|help\s{_TO_US}|i['’]d\slike\s(?:to\sask|you\sto)|i\swant\sto\sask|i\swould\slike\sto\sask
    |розкаж(?:іть|и)\b|розповід?(?:ж|да)(?:іть|йте)\b|розповідайте\b|пояс(?:ніть|ни)\b|опиш(?:іть|и)\b|назв(?:іть|и)\b
    |поділ(?:іться|ися)\b|пригадайте\b|згадайте\b|скажіть\b|уявіть\b|давайте\s(?:про|поговор|почн|переход|поверн|згада)
    |поговорімо\b|почн(?:імо|емо)\b|порівняйте\b|охарактеризуйте\b|порадьте\b|оцініть\b|уточніть\b|наведіть\b
    |познайомте\b|представтеся\b|нагадайте\b|хочу\s(?:за)?питати|хотіла?в?\s(?:би|б)\s(?:за|с)?питати)
    """,
    re.IGNORECASE | re.VERBOSE,
)
SECOND_PERSON = re.compile(
    r"\b(?:you|your|yours|yourself|yourselves|ви|вас|вам|вами|ваш(?:а|е|і|ого|ої|ому|ій|у|им|ими|их)?"
    r"|твій|твоя|твоє|твої|твого|твоєї|тебе|тобі|тобою|ти)\b",
    re.IGNORECASE,
)
# "You" that means anyone.
ANYONE = re.compile(
    r"\b(?:(?:if|when|once|because|that|so|as|until|where|what|how|and)\s+)?you(?:['’](?:ll|d|re))?\s+"
    r"(?:just\s+|only\s+|always\s+|simply\s+)?(?:have to|need|can|can['’]t|cannot|could|couldn['’]t|must|never|know|see|"
    r"get|want|will|would|learn|realise|realize|start|stop|cannot|don['’]t|do not|feel|look|understand)\b"
    r"|\b(?:thank you|if you|when you|you know|як бачите|знаєте|розумієте|дякую вам|якщо ви|коли ти|якщо ти)\b",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(
    r"\b(?:I|I['’](?:m|ve|d|ll)|me|my|mine|myself|we|we['’](?:re|ve|d|ll)|our|ours|us"
    r"|я|мені|мене|мною|мій|моя|моє|мої|моєї|мого|моїх|моєму|мою|ми|нас|нам|нами|наш(?:а|е|і|ого|ої|ому|у|им|их)?)\b"
    r"|(?i:\b(?:i['’]m|my|we)\b)",
)
FIRST_SINGULAR = re.compile(
    r"\bI\b|\bI['’]\w|\b(?:[Mm]e|[Mm]y|[Mm]ine|[Mm]yself)\b|\b(?:я|мені|мене|мною|мій|моя|моє|мої|моєї|мого|моїх|мою)\b",
)
HELPLESS_WE = re.compile(
    r"\b(?:could|were|did|had|would)\s(?:we|i)\b|\bми\sмогли\b|\bмені\s(?:було|робити)\b",
    re.IGNORECASE,
)
POLITE = re.compile(
    r"\b(?:(?:may|can|could)\sI\s\w+|am\sI\s(?:right|correct)|(?:do|did)\sI\sunderstand|if\sI\s\w+|I\s(?:understand|read|heard|"
    r"saw|noticed|know|wonder|remember)|чи\sправильно\sя|правильно\sя|можна\sя|якщо\sя|я\s(?:читала?|чула?|бачила?|знаю|правильно)"
    r"|(?:tell|give|remind|show|let)\sme)\b",
    re.IGNORECASE,
)
INTERROGATIVE = re.compile(
    r"(?:(?:and|so|but|а|і|й|то|але)\s)?(?:what|why|how|who|whom|whose|where|when|which|is|are|was|were|do|does|did|can|could|"
    r"will|would|should|have|has|had|що|чому|як|хто|де|коли|який|яка|яке|які|чи|скільки|навіщо|куди|звідки|кого|кому|чим)\b",
    re.IGNORECASE,
)
PROMPT_START = re.compile(
    r"(?:but|so|and|yet|still|meanwhile|your|critics|some (?:say|people|would)|many (?:say|people)|they say|people say|"
    r"але|а|отже|тобто|проте|однак|і|ваш[аеі]?|критики|кажуть|дехто|тим часом|водночас)\b",
    re.IGNORECASE,
)
TOLD_ABOUT_TALK = re.compile(
    r"\b(?:sp(?:oke|eaks|eak|oken)\s(?:in\sdetail\s)?(?:with|to|about)|talk(?:ed|s)\s(?:to|with|about)|told\s\w+|interview\w*|"
    r"sat\sdown\swith|conversation\swith|in\sconversation|we\s(?:asked|met)|asked\s(?:him|her|them)|answer(?:s|ed)\s(?:our|the)"
    r"|joined\sus|explains?\sto|tells\s\w+"
    r"|розмов[аиіуо]\w*|інтерв['’ʼ]ю|поспілкува\w+|розпит\w+|розпові(?:в|ла|дає|ли|дають)|поговорил\w+|говорила?|говоримо|зустріли\w*"
    r"|відповіда(?:є|ла|в)\sна|запитали|розпитали)\b",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"\W*(?:(?:this|the)\s(?:interview|conversation|transcript)\s(?:was|has\sbeen|is)\b|interview(?:ed)?\s(?:was\s|conducted\s)?by\b"
    r"|edited\s(?:for|by)\b|translated\s(?:by|from)\b|text\sby\b|transcri(?:bed|pt)\sby\b|words\sby\b|written\sby\b"
    r"|розмовля(?:ла|в|ли)\b|спілкува(?:лася|вся|лась|лися)\b|записа(?:ла|в|ли)\b|підготува(?:ла|в|ли)\b"
    r"|інтерв['’ʼ]ю\s(?:пров|запис|підготув|відредаг|скороч)|розмову\s(?:пров|відредаг|скороч|вела|вів|запис)|переклад\b|автор(?:ка)?:|текст:)",
    re.IGNORECASE,
)
_PICTURE = r"(?:photos?|photograph|picture|pictured|image|caption|photo\scredit|фото|фотографія|світлина|знімок|підпис|ілюстрація|зображення)"
CAPTION = re.compile(
    rf"""[\[(*]?\s*(?:
    {_PICTURE}\s?[:.|/—–-]\s?(?=\S)|credits?\s?:|фото(?:граф|графка)?\s?:
    |{_PICTURE}\s(?:by|courtesy|taken\sby|credit|from\s(?:the|a)\b.{{0,60}}archive|provided|надан|з\sархіву|із\sархіву|з\sособистого|автора)
    |(?:pictured|shown|seen)\s(?:here|above|below|left|right|are|is|in|at|with)?
    |(?:in|on)\sth(?:e|is)\s(?:photo|picture|photograph|image)\b|(?:на|у)\s(?:цьому\s)?(?:фото|світлині|знімку|фотографії)\b
    |(?:above|below|left|right|from\sleft|зліва|справа|зліва\sнаправо)\s?:
    |©|\(c\)\s
    )""",
    re.IGNORECASE | re.VERBOSE,
)
CREDIT = re.compile(
    r"[\[(](?:photo|photos|image|credit|picture|courtesy|фото|світлина|знімок|ілюстрація)\b[^()\[\]]{0,100}[)\]]\W*$|©"
    r"|\b(?:getty images|ap photo|epa-efe|shutterstock|unsplash)\b|/\s?(?:reuters|afp|getty|ap|укрінформ|унiан|унян)\b|\breuters/",
    re.IGNORECASE,
)

SKIP = re.compile(
    r"""(?:
    [\w-]+(?:/[\w-]+)+(?:\.[\w-]+)+ | [\w-]+(?:[./][\w-]+)*[./][a-z0-9]+_[a-z0-9_]+
    | (?:page|сторінка|стор\.|стр\.)\s?\d{1,4}(?:\s?(?:of|/|з|із)\s?\d{1,4})? | [-–—]\s?\d{1,4}\s?[-–—]
    | (?:tags?|теги|мітки|ключові\sслова|topics)\s?:.{0,300}
    | (?:read|see|watch)\s(?:also|more)(?:\s?:.{0,300})? | (?:читайте|дивіться)\s(?:також|ще)(?:\s?:.{0,300})?
    | more\snews | більше\sновин | related(?:\s(?:articles|stories|news))?\s?:? | advertisement | реклама
    | (?:share|tweet|поділитися|поширити|print|друкувати)(?:\s(?:this|on|via|in|у|в)\b.{0,40})?
    | (?:(?:facebook|twitter|x|telegram|viber|whatsapp|linkedin|instagram|email|copy\slink)[\s,|/·•]*){1,8}
    | (?:subscribe\s(?:to|on)|підписуйтесь|підпишіться|підписуйтеся)\b.{0,80}(?:telegram|facebook|youtube|channel|канал|newsletter)\b.{0,40}
    | [-*_=~\#•·+|—–\s]+
    | .{0,30}-->.{0,30} | WEBVTT
    )""",
    re.IGNORECASE | re.VERBOSE,
)
FOOT = re.compile(
    r"(?:tags?|теги|мітки|read also|see also|more news|читайте також|related.{0,20})\s?:?\s?",
    re.IGNORECASE,
)
CLOCK = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?")
_MONTHS_AND_DAYS = (
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec січня лютого березня квітня "
    "травня червня липня серпня вересня жовтня листопада грудня понеділок вівторок середа четвер пятниця субота неділя"
)
DATE_WORDS = frozenset(
    f"{_MONTHS_AND_DAYS} at о об р року updated published оновлено опубліковано am pm".split()
)
MONTHS_AND_DAYS = frozenset(_MONTHS_AND_DAYS.split())
