"""Word lists: what stands before a colon or in a dateline, English and Ukrainian."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Marks that say "question" or "answer" but name nobody. "В" is Відповідь beside "П" or "З".
QUESTION_MARKS = _set("""
    q question запитання питання зап пит п з
""")
ANSWER_MARKS = _set("""
    a а answer відповідь відп в
""")
# People known by what they do in an interview.
ASKERS = _set("""
    interviewer journalist host cohost reporter correspondent moderator presenter anchor espreso
    еспресо кореспондент кореспондентка журналіст журналістка ведучий ведуча інтервюер
    інтервюерка модератор модераторка редакція студія співведучий співведуча
""")
ANSWERERS = _set("""
    guest interviewee respondent expert witness гість гостя респондент респондентка
    співрозмовник співрозмовниця експерт експертка герой героїня
""")
NUMBERED_SPEAKERS = _set("""
    speaker спікер мовець учасник voice person participant guest host q a question answer
""")
NAME_PARTICLES = _set("""
    de da di del van von der den of the la le el al bin та і й and
""")
HONORIFICS = _set("""
    mr mrs ms dr prof sir пан пані д-р проф
""")
# What stands before a colon without speaking.
NOT_SPEAKERS = _set("""
    note notes ps p.s p.p.s update updated photo photos image source sources example warning
    important fact facts correction editor's_note tags tag read_also read_more see_also date
    time place location address phone email website link result results conclusion summary
    reminder attention caption credit background context first second third finally spoiler
    disclaimer text video author translation translated_by interview_by примітка увага оновлено
    оновлення джерело джерела довідка наприклад фото фото_дня відео теги тег читайте_також
    дивіться_також до_речі важливо висновок підсумок результат адреса телефон пошта сайт дата
    час місце текст автор авторка нагадаємо доповнено переклад розмовляла розмовляв спілкувалася
    спілкувався на_фото спойлер по-перше по-друге по-третє підпис світлина знімок реклама above
    interview інтервю бліц бесіда розмова qa faq below left right credits зліва справа
""")
MONTHS_AND_DAYS = _set("""
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct
    nov dec січня лютого березня квітня травня червня липня серпня вересня жовтня листопада
    грудня понеділок вівторок середа четвер пятниця субота неділя
""")
DATE_WORDS = MONTHS_AND_DAYS | _set(
    "at o am pm updated published о об р року оновлено опубліковано"
)
