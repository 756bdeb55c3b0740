"""Phrase patterns by which questions, answers, introductions and captions are known.

English and Ukrainian. All patterns are bounded in what they may scan, so that no text is slow.
"""

import re


def _pattern(expression: str) -> re.Pattern[str]:
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
    |твій|твоя|твоє|твої|твого|твоєї|тебе|тобі|тобою|ти
    # Ukrainian leaves "ви" out: the verb alone addresses.
    |\w{2,20}(?:[аяіуюи]єте|оїте)(?:ся|сь)?|(?:з|по|с)?робите|(?:по)?любите|говорите|живете|можете|хочете
    |будете|(?:на)?пишете|(?:по)?їдете|йдете|берете|ведете|кажете|бачите|чуєте|бої?теся)\b"""
)
# "You" that means anyone.
ANYONE = _pattern(
    r"""\b(?:(?:if|when|once|because|that|so|as|until|where|what|how|and)\s+)?
    you(?:['’](?:ll|d|re))?\s+(?:just\s+|only\s+|always\s+|simply\s+)?
    (?:have\sto|need|can|can['’]t|cannot|could|couldn['’]t|must|never|know|see|get|want|will|would|learn
    |realise|realize|start|stop|don['’]t|do\snot|feel|look|understand)\b
    |\b(?:thank\syou|if\syou|(?:as\ssoon\sas|once|until|unless|whenever|wherever|every\stime)\syou
    |when\syou(?!['’](?:d|ve)\b|\s(?:were|had|first|began|came|left|met|took|saw|\w{2,12}ed)\b)
    |(?:ви\s)?(?:як\s)?(?:не\s)?(?:бачите|знаєте|розумієте|уявляєте|повірите|смієтеся|питаєте)
    |what\s(?:can|could|would|do|should)\syou\s(?:say|do|expect|answer)\b
    |(?:do\s)?you\sknow\swhat|(?:what|who)\sdo\syou\sthink\s(?:happened|he|she|they|it|we|i)\b
    |(?:і|а|й)\s(?:що|як)\s(?:ви\s)?(?:думаєте|гадаєте)
    |дякую\sвам|якщо\sви|коли\sти|якщо\sти)\b"""
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
    |I(?:['’]ve|['’]d|\shave)?\s(?:understand|read|hear|heard|saw|seen|notice|noticed|know|wonder|remember
        |believe|gather|suppose|presume|take\sit)
    |I(?:['’]m|['’]ve\sbeen|\sam|\swas)\stold
    |(?:tell|give|remind|show|let)\sme
    |мені\s(?:казали|розповідали|говорили)|наскільки\sя\s\w+
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
# A person is called by a title at once: "Professor, …", "Пані Наталіє, …".
CALLS = _pattern(
    r"""(?:(?:and|but|so|then|well|а|і|й|але|то|отже|добрий\sдень|вітаю|дякую)[,.]?\s)?
    (?:mr|mrs|ms|dr|sir|madam|professor|doctor|minister|ambassador|general|colonel|major|captain|sergeant|mayor
        |president|senator|father|sister|maestro|coach|пане|пані|панове|професоре|професорко|докторе|докторко
        |генерале|полковнику|майоре|капітане|міністре|мере|отче|тренере|маестро)\b\.?(?:\s[\w'’ʼ-]{2,20}){0,2},\s"""
)
# A statement that begins so is put to somebody, to be confirmed or denied.
PUTS_TO = _pattern(
    r"""(?:(?:and|but|so|yet|still|а|але|і|й|то|та),?\s)?(?:(?:[\w'’ʼ-]{2,20}\s){0,2}[\w'’ʼ-]{2,20},\s)?
    (?:you(?:['’](?:ve|d|re)|\s(?:have(?!\sto)|had|were|are|once|never|also|even|yourself|still|recently|often
        |said|told|wrote|grew|began|came|left|went|took|made|gave|found|met|spent|won|lost|kept|built|saw
        |did|didn['’]t|used|became|ran|sang|sold|taught|chose|put|set|let|spoke|bought|brought|knew
        |write|say|call|describe|argue|claim|insist|mention|compare|quote
        |(?!need\b)\w{2,12}ed))\b
    |your\s[\w'’-]{2,20}\s
    |ви(?!\s(?:знаєте|розумієте|бачите|не\sуявляєте|уявляєте|не\sповірите|питаєте))\s|ваш[аеі]?\s|вас\s|вам\s|у\sвас\s)"""
)
HEARSAY = _pattern(
    r"""(?:(?:and|but|yet|still|а|але|і|й)\s)?(?:
    (?:some|many|most|others?|people|critics|experts|they|(?:your\s|the\s)?(?:parents|colleagues|neighbou?rs|opponents
        |friends|fans|supporters|voters|readers|locals|residents|teachers|scientists|doctors)|it['’]s|it\sis|there\s(?:are|is))
        [^.?!]{0,60}\b(?:say|says|said|believes?|claims?|argues?|thinks?|call|complains?|insists?|accuses?
        |rumou?rs?|rumou?red|wrote|write
        |expects?|demands?|fears?)\b
    |(?:the\s|your\s)?(?:fans|supporters|voters|readers|critics|parents|neighbou?rs)\s(?:want|hope|still|are|have)\b
    |кажуть|подейкують|ходять\s(?:чутки|розмови)|пишуть|вважається|у\sмережі\sпишуть
    |(?:дехто|деякі|багато|критики|колеги|люди|батьки|експерти|опоненти|сусіди|друзі|у\s\w{3,20}|в\s\w{3,20})
        [^.?!]{0,40}\b(?:каж(?:е|уть)|казали|говор(?:ять|или)|вважа(?:є|ють)|пиш(?:е|уть)|нарікають
        |стверджу(?:є|ють)|дума(?:є|ють)|скарж(?:аться|ились)|закида(?:є|ють)))\b"""
)
# By these the one who asks leads on or draws a conclusion.
LEADS_ON = _pattern(
    r"""(?:(?:and|but|well|okay|right|good|so|а|і|й|ну|але|тоді|добре|гаразд)[,.]?\s)?(?:
    (?:back|returning|turning|moving\son|coming\sback|getting\sback|going\sback)\s(?:now\s)?to\b
    |(?:one|a)\s(?:last|final|more|quick)\s(?:thing|question|one|word)|(?:last|final|next)\s(?:one|question|thing|topic)\b
    |finally[,:]|lastly[,:]|speaking\sof\b|on\sto\b|now\s(?:to|for|about)\b|before\swe\s(?:go|finish|end|start)\b
    |thank(?:s|\syou)\s(?:very\smuch|so\smuch|for)\b
    |so\s(?!(?:i|we|my|our|that\s(?:was|is))\b)|in\sother\swords\b|which\smeans\b|meaning\b
    |наостанок\b|насамкінець\b|останнє\b|повернімося\b|повертаючись\b|повернемося\b|перейдімо\b|перейдемо\b
    |щодо\b|тепер\sпро\b|ще\s(?:про|одне|питання)\b|наступне\s(?:за)?питання\b|бліц\b
    |good\sluck\b|congratulations\b|welcome\b|happy\sbirthday\b|щасти\b|(?:по)?бажаємо\b|вітаю\b|вітаємо\b|удачі\b|успіхів\b
    |(?:щиро\s)?дяку(?:ю|ємо)(?:\sвам)?\s(?:за|що)\b|дякуємо\b|тобто\b|отже\b|виходить\b|інакше\sкажучи\b|іншими\sсловами\b)"""
)
# Questions that wait for no answer.
RHETORICAL = _pattern(
    r"""(?:and\s|but\s|or\s|а\s|і\s|й\s|то\s|але\s)?(?:what\selse|who\selse|who\swould|why\swould|who\scould|what\s(?:could|was|were)\s(?:i|we)\b
    |(?:was|were|am|is|isn['’]t|wasn['’]t|aren['’]t)\s(?:i|we|it|that|he|she)\b|how\smany\s\w+\sis\b|maybe|хіба|невже|чим\sне
    |що\s(?:ж\s|ти\s|на\sтаке|мені|нам|тут)|кому\s|хто\s(?:ж|б|би|на\sйого|тепер)\b|навіщо\sж?|як\s(?:таке|можна|тут|його|її)\b)"""
)
# A guess, for the other to confirm.
GUESSES = _pattern(
    r"""\b(?:must\s(?:be|have|feel|hate|love|know|miss)|presumably|surely|no\sdoubt|apparently|supposedly
    |мабуть|напевно|певно|очевидно|вочевидь|либонь|нібито|начебто)\b"""
)
# With these somebody tells a story and only seems to speak to another.
TELLS = _pattern(
    r"""(?:(?:and|but|well|а|ну|але)[,.]?\s)?(?:
    you\s(?:have\sto|need\sto|must|should|can|can['’]t|cannot|would|wouldn['’]t|won['’]t|see,|know,|know\swhat|know\b)
    |you['’](?:d|ll)\s(?:be|never|have|think|see|get)\b|i\smean\b|honestly\b|frankly\b|to\sbe\shonest\b|let\sme\b|listen\b|look,
    |(?:ви\s)?(?:знаєте|розумієте|бачите|не\sповірите|не\sуявляєте|уявляєте|розумієш|знаєш)\b
    |чесно\sкажучи\b|якщо\sчесно\b|слухайте\b|дивіться\b|річ\s(?:у|в)\sтім\b|скажу\b)"""
)
# At the end of a statement this asks whether it is so.
CONFIRM = _pattern(
    r""",\s(?:i\s(?:believe|gather|hear|understand|suppose|take\sit|presume|imagine)|i['’]m\stold|then|right|correct
    |they\ssay|as\si\sunderstand(?:\sit)?|наскільки\sя\s\w{3,10}|як\sя\s(?:розумію|знаю)|здається
    |правильно|правда\sж|кажуть|мабуть)\W{0,4}$"""
)
# Opens an answer: yes, no and what comes close to them.
REPLIES = _pattern(
    r"""[\W_]{0,3}(?:
    (?:oh|ah|well|hm+|look|listen|god|yeah|ой|ох|ну|та|слухайте|ага|хм)[,.…!]?\s
    |(?:yes|no|yeah|nope|never|exactly|absolutely|definitely|of\scourse|not\s(?:really|at\sall|quite|exactly|yet|always)
        |sure|certainly|naturally|perhaps|maybe|probably|hardly|neither|both|nobody|nothing|sometimes|often|once
        |true|right|correct|indeed|honestly|that['’]s\s(?:true|right|correct|not|what|a\smyth|nonsense)|thank\syou|thanks|cheers|because|twice|rarely
        |it\s(?:depends|seems|might|may\sbe)
        |так|ні|ніколи|звісно|звичайно|авжеж|аякже|саме\sтак|безумовно|мабуть|можливо|напевно|певно|навпаки|неправда
        |правда|абсолютно|не\s(?:зовсім|думаю|знаю|сказала?\sб)|буває|майже|вже\sні|і\sтак,?\sі\sні|дякую|прошу|нічого|ніхто
        |бо|тому\sщо|двічі|тричі|інколи|іноді|часом|рідко|щодня|раз\sна)\b)"""
)
# Opens an answer with a verb that stands for what was just said: "They did, and …", "Is it?".
STANDS_FOR = _pattern(
    r"""(?:(?:i|we|they|he|she|it|there|you)\s(?:do|does|did|have|has|had|am|is|are|was|were|will|would|could|can|should)
        (?:n['’]t|\snot)?\s?(?:[,.;!…—–]|$)
    |(?:do|does|did|has|have|am|is|are|was|were|will|would|could|can)\s(?:i|we|they|he|she|it|there|you|that)\?)"""
)
TOLD_ABOUT_TALK = _pattern(
    r"""\b(?:sp(?:oke|eaks|eak|oken)\s(?:in\sdetail\s)?(?:with|to|about)|talk(?:ed|s)\s(?:to|with|about)
    |told\s\w+|tells\s\w+|discuss(?:ed|es)\s|explains?\sto|interview\w*|sat\sdown\swith|conversation\swith|in\sconversation
    |we\s(?:asked|met)|asked\s(?:him|her|them)|answer(?:s|ed)\s(?:our|the)|joined\sus
    |(?:says|said)\s(?:(?:the\s)?[a-z-]+\s){0,3}(?-i:[A-Z])
    |розмов[аиіуо]\w*|інтерв['’ʼ]ю|поспілкува\w+|розпит\w+|розпові(?:в|ла|дає|ли|дають)|поговорил\w+
    |говорила?|говоримо|зустріли\w*|відповіда(?:є|ла|в)\sна|запитали)\b"""
)
CLOSING = _pattern(
    r"""\W*(?:(?:this|the)\s(?:interview|conversation|transcript)\s(?:was|has\sbeen|is)\b
    |interview(?:ed)?\s(?:was\s|conducted\s)?by\b|edited\s(?:for|by)\b|translated\s(?:by|from)\b
    |(?:this|the|our)\s(?:recording|talk|discussion|exchange)\s(?:was|has\sbeen|took)\b|recorded\s(?:on|in|at|by)\b
    |photos?\sby\b|questions?\sby\b|text\sby\b|transcri(?:bed|pt)\sby\b|words\sby\b|written\sby\b
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
    | ©\s?(?:19|20)\d\d.{0,100} | .{0,60}\ball\srights\sreserved\.?
    | .{0,60}усі\sправа\sзахищен[оі]\.?
    | share | tweet | поділитися | поширити
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
BYLINE = re.compile(
    r"(?:(?:[Bb]y|BY|[Tt]ext|Words|Автор(?:ка)?|Текст|Розмовляла|Розмовляв)(?:\s?:|\s(?:by\s)?)\s?)"
    r"[^\W\d_a-zа-яіїєґ][\w'’ʼ.-]+(?:\s[^\W\d_a-zа-яіїєґ][\w'’ʼ.-]*){0,3}(?:,?\s(?:in|for|у|в|для)\s.{2,40}|,\s.{2,40})?\.?"
)
