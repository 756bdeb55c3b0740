"""Turns of phrase by which questions, answers, introductions and captions are known.

English and Ukrainian. All patterns are bounded in what they may scan, so that no text is slow.
"""

import re


def _pattern(expression):
    return re.compile(expression, re.IGNORECASE | re.VERBOSE)


_TO_US = r"(?:us|me|our readers|our listeners|the readers)"
ASKS_TO = re.compile(
    rf"""(?:[\w'’ʼ]+(?:\s[\w'’ʼ]+)?,\s)?
    (?:(?:please|so|and|now|then|well|but|first|okay|could|будь\sласка|а|і|й|то|тоді|отже|але|ну)[,\s]+){{0,3}}
    (?:tell\s{_TO_US}|describe\b|explain\b|(?:walk|take|talk)\s{_TO_US}
    |give\s{_TO_US}|give\san\sexample
    |share\s(?:your|a|an|some|with)|name\s(?:one|two|three|the|your|a|some)|recall\s(?:the|your|a|an|how)|remind\s{_TO_US}
    |introduce\s|let['’]s\s(?:talk|start|begin|turn|move|discuss|go\sback|return|speak)
    |talk\sabout|say\sa\s(?:few|word)
    |compare\s|elaborate\b|imagine\syou|help\s{_TO_US}
    |i['’]d\slike\s(?:to\sask|you\sto)
    |i\swant\sto\sask|i\swould\slike\sto\sask
    |розкаж(?:іть|и)\b|розповід?(?:ж|да)(?:іть|йте)\b|розповідайте\b|пояс(?:ніть|ни)\b|опиш(?:іть|и)\b|назв(?:іть|и)\b
    |поділ(?:іться|ися)\b|пригадайте\b|згадайте\b|скажіть\b|уявіть\b|давайте\s(?:про|поговор|почн|переход|поверн|згада)
    |поговорімо\b|почн(?:імо|емо)\b|порівняйте\b|охарактеризуйте\b|порадьте\b|оцініть\b|уточніть\b|наведіть\b
    |познайомте\b|представтеся\b|нагадайте\b|хочу\s(?:за)?питати|хотіла?в?\s(?:би|б)\s(?:за|с)?питати)
    """,
    re.IGNORECASE | re.VERBOSE,
)
SECOND_PERSON = _pattern(
    r"""\b(?:you|your|yours|yourself|yourselves
    |ви|вас|вам|вами|ваш(?:а|е|і|ого|ої|ому|ій|у|им|ими|их)?
    |твій|твоя|твоє|твої|твого|твоєї|тебе|тобі|тобою|ти)\b"""
)
# "You" that means anyone.
ANYONE = _pattern(
    r"""\b(?:(?:if|when|once|because|that|so|as|until|where|what|how|and)\s+)?
    you(?:['’](?:ll|d|re))?\s+(?:just\s+|only\s+|always\s+|simply\s+)?
    (?:have\sto|need|can|can['’]t|cannot|could|couldn['’]t|must|never|know|see|get|want|will|would|learn
    |realise|realize|start|stop|don['’]t|do\snot|feel|look|understand)\b
    |\b(?:thank\syou|if\syou|when\syou|як\sбачите|знаєте|розумієте|дякую\sвам|якщо\sви|коли\sти|якщо\sти)\b"""
)
FIRST_PERSON = re.compile(
    r"""\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|[Oo]urs?|us
    |(?i:я|мені|мене|мною|мій|моя|моє|мої|моєї|мого|моїх|моєму|мою|ми|нас|нам|нами)
    |(?i:наш(?:а|е|і|ого|ої|ому|у|им|их)?))\b""",
    re.VERBOSE,
)
FIRST_SINGULAR = re.compile(
    r"""\b(?:I|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself
    |(?i:я|мені|мене|мною|мій|моя|моє|мої|моєї|мого|моїх|мою))\b""",
    re.VERBOSE,
)
HELPLESS_WE = _pattern(
    r"\b(?:could|were|did|had|would)\s(?:we|i)\b|\bми\sмогли\b|\bмені\s(?:було|робити)\b"
)
# "I" and "me" in the mouth of one who asks.
POLITE = _pattern(
    r"""\b(?:(?:may|can|could)\sI\s\w+|am\sI\s(?:right|correct)|(?:do|did)\sI\sunderstand|if\sI\s\w+
    |I\s(?:understand|read|hear|heard|saw|noticed|know|wonder|remember)
    |(?:tell|give|remind|show|let)\sme
    |чи\sправильно\sя|правильно\sя|можна\sя|якщо\sя|я\s(?:читала?|чула?|бачила?|знаю|правильно))\b"""
)
INTERROGATIVE = _pattern(
    r"""(?:(?:and|so|but|а|і|й|то|але)\s)?
    (?:what|why|how|who|whom|whose|where|when|which|is|are|was|were|do|does|did|can|could|will|would
    |should|have|has|had|що|чому|як|хто|де|коли|який|яка|яке|які|чи|скільки|навіщо|куди|звідки
    |кого|кому|чим)\b"""
)
PROMPT_START = _pattern(
    r"""(?:but|so|and|yet|still|meanwhile|your|critics|some\s(?:say|people|would)|many\s(?:say|people)
    |they\ssay|people\ssay|але|а|отже|тобто|проте|однак|і|ваш[аеі]?|критики|кажуть|дехто
    |тим\sчасом|водночас)\b"""
)
TOLD_ABOUT_TALK = _pattern(
    r"""\b(?:sp(?:oke|eaks|eak|oken)\s(?:in\sdetail\s)?(?:with|to|about)|talk(?:ed|s)\s(?:to|with|about)
    |told\s\w+|tells\s\w+|explains?\sto|interview\w*|sat\sdown\swith|conversation\swith|in\sconversation
    |we\s(?:asked|met)|asked\s(?:him|her|them)|answer(?:s|ed)\s(?:our|the)|joined\sus
    |розмов[аиіуо]\w*|інтерв['’ʼ]ю|поспілкува\w+|розпит\w+|розпові(?:в|ла|дає|ли|дають)|поговорил\w+
    |говорила?|говоримо|зустріли\w*|відповіда(?:є|ла|в)\sна|запитали)\b"""
)
CLOSING = _pattern(
    r"""\W*(?:(?:this|the)\s(?:interview|conversation|transcript)\s(?:was|has\sbeen|is)\b
    |interview(?:ed)?\s(?:was\s|conducted\s)?by\b|edited\s(?:for|by)\b|translated\s(?:by|from)\b
    |text\sby\b|transcri(?:bed|pt)\sby\b|words\sby\b|written\sby\b
    |розмовля(?:ла|в|ли)\b|спілкува(?:лася|вся|лась|лися)\b|записа(?:ла|в|ли)\b|підготува(?:ла|в|ли)\b
    |інтерв['’ʼ]ю\s(?:пров|запис|підготув|відредаг|скороч)
    |розмову\s(?:пров|відредаг|скороч|вела|вів|запис)|переклад\b|автор(?:ка)?:|текст:)"""
)
_PICTURE = r"""(?:photos?|photograph|picture|pictured|image|caption|photo\scredit
    |фото|фотографія|світлина|знімок|підпис|ілюстрація|зображення)"""
CAPTION = _pattern(
    rf"""[\[(*]?\s*(?:
    {_PICTURE}(?:\s?:|[.]\s|\s?[|/]|\s[—–-]\s)|credits?\s?:|фотограф(?:ка)?\s?:
    |{_PICTURE}\s(?:by|courtesy|taken\sby|credit|from\s(?:the|a)\b.{{0,60}}archive|provided|надан
        |з\sархіву|із\sархіву|з\sособистого|автора)
    |pictured\b|(?:shown|seen)\s(?:here|above|below)\b
    |(?:in|on)\sth(?:e|is)\s(?:photo|picture|photograph|image)\b
    |(?:на|у)\s(?:цьому\s)?(?:фото|світлині|знімку|фотографії)\b
    |(?:above|below|left|right|from\sleft|зліва|справа|зліва\sнаправо)\s?:
    |©|\(c\)\s
    )"""
)
CREDIT = _pattern(
    r"""[\[(](?:photos?|image|credit|picture|courtesy|фото|світлина|знімок|ілюстрація)\b
        [^()\[\]]{0,100}[)\]]\W{0,3}$
    |©|\b(?:getty\simages|ap\sphoto|epa-efe|shutterstock|unsplash)\b
    |/\s?(?:reuters|afp|getty|ap|укрінформ|уніан)\b|\breuters/"""
)
# Certainly no content: keys that leaked from a template, page numbers, decorations.
NEVER_CONTENT = _pattern(
    r"""(?:
    [\w-]+(?:/[\w-]+)+(?:\.[\w-]+)+ | [\w-]+(?:[./][\w-]+)*[./][a-z0-9]+_[a-z0-9_]+
    | (?:page|сторінка|стор\.)\s?\d{1,4}(?:\s?(?:of|/|з|із)\s?\d{1,4})? | [-–—]\s?\d{1,4}\s?[-–—]
    | (?:tags?|теги|мітки|ключові\sслова|topics)\s?:.{0,300}
    | (?:read|see|watch)\s(?:also|more)\s?:.{0,300} | (?:читайте|дивіться)\s(?:також|ще)\s?:.{0,300}
    | [-*_=~\#•·+|—–\s]+ | .{0,30}-->.{0,30} | WEBVTT
    )"""
)
# The buttons of a page; after a question any of these may be the answer.
BUTTON = _pattern(
    r"""(?:
    (?:read|see|watch)\s(?:also|more) | (?:читайте|дивіться)\s(?:також|ще)
    | more\snews | більше\sновин | related(?:\s(?:articles|stories|news))?\s?:?
    | advertisement | реклама
    | (?:share|tweet|поділитися|поширити|print|друкувати)
        (?:\s(?:this|on|via|in|у|в)\b.{0,40}[^.?!])?
    | (?:(?:facebook|twitter|x|telegram|viber|whatsapp|linkedin|instagram|email|copy\slink)
        (?:[\s,|/·•]{1,5}|$)){1,8}
    | (?:subscribe\s(?:to|on)|підписуйтесь|підпишіться|підписуйтеся)\b.{0,80}
        (?:telegram|facebook|youtube|channel|канал|newsletter)\b.{0,40}
    )"""
)
FOOT = _pattern(
    r"""(?:tags?|теги|мітки|read\salso|see\salso|more\snews|читайте\sтакож|related.{0,20})\s?:?\s?"""
)
CLOCK = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?")
