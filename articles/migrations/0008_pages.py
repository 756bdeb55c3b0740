"""Pages, menus, redirects and former addresses of sections and authors."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import articles.models.page

TRIGGER = """
CREATE CONSTRAINT TRIGGER articles_{0}_next_edition AFTER INSERT OR UPDATE OR DELETE
    ON articles_{0} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION articles_next_edition();
"""
# Redirects and former addresses are not among them: only pages that are there are kept.
TABLES = ("page", "menuitem")

# What to write on the four pages that readers look for, until somebody has.
DRAFTS = {
    "en": (
        (
            "about",
            "About us",
            "Who makes this newspaper, for whom, and who pays for it.",
            "<p>This is a draft: nobody but admins sees it. Replace it, then tick “published”.</p>"
            "<h2>Who we are</h2><p>When and by whom the newspaper was founded, and what it covers. "
            "The editor-in-chief by name.</p>"
            "<h2>Who owns and pays for it</h2><p>Owner and publisher by their legal names. Where the "
            "money comes from: subscriptions, advertising, grants, and from whom.</p>",
        ),
        (
            "contacts",
            "Contacts",
            "How to reach the newsroom.",
            "<p>This is a draft: nobody but admins sees it. Replace it, then tick “published”.</p>"
            "<h2>The newsroom</h2><p>E-mail, telephone, postal address, and when somebody answers."
            "</p><h2>Tips</h2><p>How to send something in confidence, and what you promise to "
            "whoever does.</p><h2>Mistakes and complaints</h2><p>Where to write, and how soon there "
            "is an answer.</p>",
        ),
        (
            "editorial-policy",
            "Editorial policy",
            "By which rules we work, and what we do when we are wrong.",
            "<p>This is a draft: nobody but admins sees it. Replace it, then tick “published”.</p>"
            "<h2>Sources</h2><p>How facts are checked, and when a source stays unnamed.</p>"
            "<h2>Corrections</h2><p>What you do about a mistake. Every correction stands on the "
            "piece and in the list of corrections.</p><h2>Independence</h2><p>What advertisers, "
            "owners and the state cannot decide. How opinion, news and advertising are told apart."
            "</p><h2>Artificial intelligence</h2><p>What it is used for, and what it is not.</p>",
        ),
        (
            "privacy",
            "Privacy",
            "What we learn about our readers, and what we do not.",
            "<p>This is a draft: nobody but admins sees it. Replace it, then tick “published”. Let "
            "somebody who knows the law of your country read it first.</p>"
            "<h2>What the pages do</h2><p>As Espreso comes, the pages for readers set no cookies and "
            "load nothing from others. Say so only if you have added nothing that does.</p>"
            "<h2>What the servers keep</h2><p>Which logs there are, with what in them, and for how "
            "long.</p><h2>What readers send us</h2><p>What becomes of letters, tips and reports of "
            "mistakes, and whom to ask to delete them.</p>",
        ),
    ),
    "uk": (
        (
            "about",
            "Про нас",
            "Хто робить це видання, для кого і хто за нього платить.",
            "<p>Це чернетка: її бачать лише адміністратори. Замініть її та поставте позначку "
            "«опубліковано».</p><h2>Хто ми</h2><p>Коли і ким засновано видання, про що воно пише. "
            "Ім’я головного редактора.</p><h2>Хто володіє і хто платить</h2><p>Власник і видавець за "
            "юридичними назвами. Звідки кошти: передплата, реклама, гранти, і від кого.</p>",
        ),
        (
            "contacts",
            "Контакти",
            "Як звернутися до редакції.",
            "<p>Це чернетка: її бачать лише адміністратори. Замініть її та поставте позначку "
            "«опубліковано».</p><h2>Редакція</h2><p>Електронна пошта, телефон, поштова адреса і коли "
            "хтось відповідає.</p><h2>Повідомити новину</h2><p>Як надіслати щось конфіденційно і що "
            "ви обіцяєте тому, хто надішле.</p><h2>Помилки та скарги</h2><p>Куди писати і як швидко "
            "буде відповідь.</p>",
        ),
        (
            "editorial-policy",
            "Редакційна політика",
            "За якими правилами ми працюємо і що робимо, коли помиляємося.",
            "<p>Це чернетка: її бачать лише адміністратори. Замініть її та поставте позначку "
            "«опубліковано».</p><h2>Джерела</h2><p>Як перевіряють факти і коли джерело лишається "
            "неназваним.</p><h2>Виправлення</h2><p>Що ви робите з помилкою. Кожне виправлення стоїть "
            "у матеріалі та в переліку виправлень.</p><h2>Незалежність</h2><p>Чого не вирішують "
            "рекламодавці, власники та держава. Як відрізнити думку, новину й рекламу.</p>"
            "<h2>Штучний інтелект</h2><p>Для чого його застосовують і для чого ні.</p>",
        ),
        (
            "privacy",
            "Приватність",
            "Що ми дізнаємося про читачів і чого не дізнаємося.",
            "<p>Це чернетка: її бачать лише адміністратори. Замініть її та поставте позначку "
            "«опубліковано». Спершу покажіть її тому, хто знає закони вашої країни.</p>"
            "<h2>Що роблять сторінки</h2><p>Без ваших змін сторінки Espreso для читачів не ставлять "
            "cookie й нічого не завантажують від інших. Кажіть це, лише якщо не додали нічого "
            "такого.</p><h2>Що зберігають сервери</h2><p>Які журнали ведуться, що в них і як довго."
            "</p><h2>Що надсилають читачі</h2><p>Що стається з листами, новинами та повідомленнями "
            "про помилки і кого просити їх видалити.</p>",
        ),
    ),
}


def write_drafts(apps, schema_editor):
    """Begin the four pages in each language of the site, seen by admins alone."""
    page = apps.get_model("articles", "Page")
    spoken = {code for code, _name in settings.LANGUAGES}
    page.objects.bulk_create(
        page(
            language=language, slug=slug, title=title, standfirst=standfirst, text=text, revision=1
        )
        for language, drafts in DRAFTS.items()
        if language in spoken
        for slug, title, standfirst, text in drafts
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Page",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("uk", "Ukrainian")],
                        default="en",
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="“about” stands at /about/. The same in two languages is a translation.",
                        max_length=60,
                        validators=[articles.models.page.not_taken_by_the_site],
                        verbose_name="address",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "standfirst",
                    models.TextField(blank=True, max_length=300, verbose_name="standfirst"),
                ),
                ("text", models.TextField(blank=True, verbose_name="text")),
                (
                    "published",
                    models.BooleanField(
                        default=False,
                        help_text="Readers find the page only with this tick.",
                        verbose_name="published",
                    ),
                ),
                ("first_published_at", models.DateTimeField(editable=False, null=True)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "modified_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="changed"
                    ),
                ),
                (
                    "modified_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "page",
                "verbose_name_plural": "pages",
                "ordering": ["slug", "language"],
            },
        ),
        migrations.CreateModel(
            name="MenuItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[("masthead", "Navigation"), ("footer", "Footer")],
                        max_length=10,
                        verbose_name="place",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("uk", "Ukrainian")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                ("words", models.CharField(blank=True, max_length=60, verbose_name="words")),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "No label"),
                            ("exclusive", "Exclusive"),
                            ("interview", "Interview"),
                            ("opinion", "Opinion"),
                            ("updated", "Updated"),
                        ],
                        max_length=12,
                        verbose_name="label",
                    ),
                ),
                (
                    "fixed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("front", "Front page"),
                            ("news", "News"),
                            ("interviews", "Interviews"),
                            ("corrections", "Corrections"),
                            ("search", "Search"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(/$|/[^/\\\\\\s][^\\s\\\\]*$|https?://[^\\s/\\\\]+(/\\S*)?$|mailto:[^\\s@]+@[^\\s@]+$)"
                            )
                        ],
                        verbose_name="address",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="articles.section",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="articles.page",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a menu",
                "verbose_name_plural": "navigation and footer",
                "ordering": ["language", "place", "position"],
            },
        ),
        migrations.CreateModel(
            name="FormerPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80)),
                ("language", models.CharField(max_length=8)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former",
                        to="articles.page",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PageText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("standfirst", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="articles.page",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "old",
                    models.CharField(
                        error_messages={"unique": "There is a redirect for this address already."},
                        help_text="As it stands in old links: /news/123.html or /index.php?id=123. Capital letters and a slash at the end make no difference. Without a question mark it holds for all that can follow one.",
                        max_length=500,
                        unique=True,
                        verbose_name="old address",
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        blank=True,
                        help_text="A page of this site, /about/, or a whole address with https://.",
                        max_length=500,
                        verbose_name="new address",
                    ),
                ),
                (
                    "gone",
                    models.BooleanField(
                        default=False,
                        help_text="Readers and search engines are told that nothing will come back here (410).",
                        verbose_name="or gone for good",
                    ),
                ),
                (
                    "to_key",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=500),
                ),
                (
                    "piece",
                    models.ForeignKey(
                        blank=True,
                        help_text="Its address of the day. Until it is live, the old address is not found.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="articles.article",
                        verbose_name="or a piece",
                    ),
                ),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "ordering": ["old"],
            },
        ),
        migrations.CreateModel(
            name="FormerAuthor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former",
                        to="articles.author",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("slug",), name="former_author_leads_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerSection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former",
                        to="articles.section",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("slug",), name="former_section_leads_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.UniqueConstraint(
                fields=("language", "slug"),
                name="page_address_in_a_language",
                violation_error_message="There is a page with this address in this language.",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("slug", ""), _negated=True)
                ),
                name="page_has_a_title_and_a_slug",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published", False), models.Q(("text", ""), _negated=True), _connector="OR"
                ),
                name="published_page_says_something",
                violation_error_message="A page without text cannot be published.",
            ),
        ),
        migrations.AddConstraint(
            model_name="page",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published", False), ("first_published_at__isnull", False), _connector="OR"
                ),
                name="published_page_says_since_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="menuitem",
            constraint=models.UniqueConstraint(
                fields=("language", "place", "position"), name="menu_item_has_a_place_of_its_own"
            ),
        ),
        migrations.AddConstraint(
            model_name="menuitem",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    models.Func(
                        models.F("section"),
                        models.F("page"),
                        django.db.models.functions.comparison.NullIf(
                            models.F("label"), models.Value("")
                        ),
                        django.db.models.functions.comparison.NullIf(
                            models.F("fixed"), models.Value("")
                        ),
                        django.db.models.functions.comparison.NullIf(
                            models.F("address"), models.Value("")
                        ),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    models.Value(1),
                ),
                name="menu_item_leads_to_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="menuitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("address", ""),
                    (
                        "address__regex",
                        "^(/$|/[^/\\\\\\s][^\\s\\\\]*$|https?://[^\\s/\\\\]+(/\\S*)?$|mailto:[^\\s@]+@[^\\s@]+$)",
                    ),
                    _connector="OR",
                ),
                name="menu_item_leads_where_readers_may_be_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="menuitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("address", ""), models.Q(("words", ""), _negated=True), _connector="OR"
                ),
                name="menu_item_with_an_address_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="menuitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__in", ["masthead", "footer"])),
                name="menu_item_is_in_a_menu",
            ),
        ),
        migrations.AddConstraint(
            model_name="menuitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("label__in", ["", "exclusive", "interview", "opinion", "updated"]),
                    ("fixed__in", ["", "front", "news", "interviews", "corrections", "search"]),
                ),
                name="menu_item_knows_where_it_leads",
            ),
        ),
        migrations.AddConstraint(
            model_name="formerpage",
            constraint=models.UniqueConstraint(
                fields=("language", "slug"), name="former_page_leads_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    models.Func(
                        models.F("piece"),
                        django.db.models.functions.comparison.NullIf(
                            models.F("to"), models.Value("")
                        ),
                        django.db.models.functions.comparison.NullIf(
                            models.F("gone"), models.Value(False)
                        ),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    models.Value(1),
                ),
                name="redirect_leads_to_one_thing",
                violation_error_message="Say one of three: a new address, a piece, or that it is gone for good.",
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(("old__startswith", "/")),
                name="redirect_is_from_a_path_of_this_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="redirect",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to", ""),
                    ("to__startswith", "https://"),
                    ("to__regex", "^/([^/\\\\]|$)"),
                    _connector="OR",
                ),
                name="redirect_leads_to_this_site_or_by_https",
            ),
        ),
        # Before the triggers: no table may be altered while a trigger of its rows waits.
        migrations.RunPython(write_drafts, migrations.RunPython.noop),
        migrations.RunSQL(
            "".join(TRIGGER.format(table) for table in TABLES),
            "".join(
                f"DROP TRIGGER articles_{table}_next_edition ON articles_{table};"
                for table in TABLES
            ),
        ),
    ]
