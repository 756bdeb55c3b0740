"""What is said of each rule of the database that is broken: words alone, nothing in it changes."""

import datetime

import django.contrib.postgres.constraints
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0032_words_of_drafts"),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name="arrangement",
            name="arrangement_page_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("page__regex", "^(front|(section|topic)-[1-9][0-9]*)$")),
                name="arrangement_page_is_known",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="article",
            name="article_has_a_headline",
            constraint=models.CheckConstraint(
                condition=models.Q(("headline", ""), _negated=True),
                name="article_has_a_headline",
                violation_error_message="Write a headline.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="article",
            name="article_has_a_slug",
            constraint=models.CheckConstraint(
                condition=models.Q(("slug", ""), _negated=True),
                name="article_has_a_slug",
                violation_error_message="The public URL must not be empty.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="article",
            name="article_label_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("label__in", ["", "exclusive", "interview", "opinion", "updated"])
                ),
                name="article_label_is_known",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="article",
            name="article_stage_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["draft", "review", "ready"])),
                name="article_stage_is_known",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="comment",
            name="comment_says_something",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True),
                name="comment_says_something",
                violation_error_message="Write a comment.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="comment",
            name="comment_is_resolved_by_somebody",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at", None), ("resolved_by", None)),
                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                    _connector="OR",
                ),
                name="comment_is_resolved_by_somebody",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="comment",
            name="comment_answer_belongs_to_its_comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answers_to", None),
                    models.Q(("part", ""), ("quote", ""), ("resolved_at", None)),
                    _connector="OR",
                ),
                name="comment_answer_belongs_to_its_comment",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="deleteddraft",
            name="deleted_draft_has_a_headline",
            constraint=models.CheckConstraint(
                condition=models.Q(("headline", ""), _negated=True),
                name="deleted_draft_has_a_headline",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="differenttags",
            name="different_tags_in_order",
            constraint=models.CheckConstraint(
                condition=models.Q(("one__lt", models.F("other"))),
                name="different_tags_in_order",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="draftsnapshot",
            name="draft_snapshot_belongs_to_one_piece",
            constraint=models.CheckConstraint(
                condition=models.Q(("article", None), ("deleted", None), _connector="XOR"),
                name="draft_snapshot_belongs_to_one_piece",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="draftsnapshot",
            name="draft_snapshot_has_a_digest",
            constraint=models.CheckConstraint(
                condition=models.Q(("digest", ""), _negated=True),
                name="draft_snapshot_has_a_digest",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="fragment",
            name="fragment_variant_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("variant__in", ["page", "light", "feed"])),
                name="fragment_variant_is_known",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="layout",
            name="layout_live_once_at_a_time",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("arrangement"),
                            models.F("arrangement"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    ("during", "&&"),
                ],
                name="layout_live_once_at_a_time",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="layout",
            name="layout_range_has_a_start",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("during__isempty", False),
                    ("during__lower_inc", True),
                    ("during__lower_inf", False),
                    ("during__upper_inc", False),
                ),
                name="layout_range_has_a_start",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="menuitem",
            name="menu_item_leads_to_one_thing",
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
                violation_error_message="A menu item must lead to exactly one thing.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="menuitem",
            name="menu_item_leads_where_readers_may_be_sent",
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
                violation_error_message="Readers cannot be sent to this address.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="menuitem",
            name="menu_item_with_an_address_has_words",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("address", ""), models.Q(("words", ""), _negated=True), _connector="OR"
                ),
                name="menu_item_with_an_address_has_words",
                violation_error_message="A menu item with an address of its own needs a label.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="menuitem",
            name="menu_item_is_in_a_menu",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__in", ["masthead", "footer"])),
                name="menu_item_is_in_a_menu",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="menuitem",
            name="menu_item_knows_where_it_leads",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("label__in", ["", "exclusive", "interview", "opinion", "updated"]),
                    ("fixed__in", ["", "front", "news", "interviews", "corrections", "search"]),
                ),
                name="menu_item_knows_where_it_leads",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="milestone",
            name="milestone_occasion_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("occasion__in", ["review", "back", "ready", "replaced", "cancelled"])
                ),
                name="milestone_occasion_is_known",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="outgoingmail",
            name="outgoing_mail_given_up_has_no_text",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_up_at", None),
                    models.Q(("body", ""), models.Q(("trouble", ""), _negated=True)),
                    _connector="OR",
                ),
                name="outgoing_mail_given_up_has_no_text",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="outgoingmail",
            name="outgoing_mail_trouble",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("trouble__in", ["", "address", "sign-in", "rejected", "silent", "unknown"])
                ),
                name="outgoing_mail_trouble",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="page",
            name="page_has_a_title_and_a_slug",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("slug", ""), _negated=True)
                ),
                name="page_has_a_title_and_a_slug",
                violation_error_message="A page needs a title and a URL.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="page",
            name="published_page_says_since_when",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published", False), ("first_published_at__isnull", False), _connector="OR"
                ),
                name="published_page_says_since_when",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="photo",
            name="photo_focal_point_lies_inside",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("focal_x__gte", 0),
                    ("focal_x__lte", 1),
                    ("focal_y__gte", 0),
                    ("focal_y__lte", 1),
                ),
                name="photo_focal_point_lies_inside",
                violation_error_message="The focal point must be inside the picture.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="photo",
            name="photo_has_an_extent",
            constraint=models.CheckConstraint(
                condition=models.Q(("height__gt", 0), ("width__gt", 0)),
                name="photo_has_an_extent",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="photo",
            name="photo_withdrawn_has_no_renditions",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at", None), ("renditions", []), _connector="OR"),
                name="photo_withdrawn_has_no_renditions",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="photo",
            name="photo_licence_is_an_address",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("licence", ""), ("licence__regex", "^https?://[^\\s]+$"), _connector="OR"
                ),
                name="photo_licence_is_an_address",
                violation_error_message="The licence must be an address that begins with https:// or http://.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="presence",
            name="presence_names_its_window",
            constraint=models.CheckConstraint(
                condition=models.Q(("window", ""), _negated=True),
                name="presence_names_its_window",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="redirect",
            name="redirect_is_from_a_path_of_this_site",
            constraint=models.CheckConstraint(
                condition=models.Q(("old__startswith", "/")),
                name="redirect_is_from_a_path_of_this_site",
                violation_error_message="The old URL must be a path on this site: it begins with /.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="redirect",
            name="redirect_leads_to_this_site_or_by_https",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to", ""),
                    ("to__startswith", "https://"),
                    ("to__regex", "^/([^/\\\\]|$)"),
                    _connector="OR",
                ),
                name="redirect_leads_to_this_site_or_by_https",
                violation_error_message="The new URL must begin with / or https://.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="sharedpreview",
            name="shared_preview_ends_after_it_begins",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("created_at"))),
                name="shared_preview_ends_after_it_begins",
                violation_error_message="A preview must end after it begins.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="sharedpreview",
            name="shared_preview_ends_within_two_weeks",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "expires_at__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("created_at"), "+", models.Value(datetime.timedelta(days=14))
                        ),
                    )
                ),
                name="shared_preview_ends_within_two_weeks",
                violation_error_message="A preview can be shared for two weeks at most.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="sharedpreview",
            name="shared_preview_is_revoked_by_somebody",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="shared_preview_is_revoked_by_somebody",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="sharedpreview",
            name="shared_preview_has_a_token",
            constraint=models.CheckConstraint(
                condition=models.Q(("token", ""), _negated=True),
                name="shared_preview_has_a_token",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="tag",
            name="tag_has_a_name",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="tag_has_a_name",
                violation_error_message="Give the tag a name.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="typoreport",
            name="typo_report_open_once",
            constraint=models.UniqueConstraint(
                condition=models.Q(("settled_at", None)),
                fields=("article", "quote"),
                name="typo_report_open_once",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="typoreport",
            name="typo_report_quotes_something",
            constraint=models.CheckConstraint(
                condition=models.Q(("quote", ""), _negated=True),
                name="typo_report_quotes_something",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="typoreport",
            name="typo_report_came_from_somebody",
            constraint=models.CheckConstraint(
                condition=models.Q(("times__gte", 1)),
                name="typo_report_came_from_somebody",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="typoreport",
            name="typo_report_is_settled_by_somebody",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at", None), ("settled_by", None)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="typo_report_is_settled_by_somebody",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="unsaved",
            name="unsaved_names_its_window",
            constraint=models.CheckConstraint(
                condition=models.Q(("window", ""), _negated=True),
                name="unsaved_names_its_window",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="version",
            name="version_live_once_at_a_time",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    (
                        models.Func(
                            models.F("article"),
                            models.F("article"),
                            models.Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    ("during", "&&"),
                ],
                name="version_live_once_at_a_time",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="version",
            name="version_range_has_a_start",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("during__isempty", False),
                    ("during__lower_inc", True),
                    ("during__lower_inf", False),
                    ("during__upper_inc", False),
                ),
                name="version_range_has_a_start",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="version",
            name="version_label_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("label__in", ["", "exclusive", "interview", "opinion", "updated"])
                ),
                name="version_label_is_known",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="version",
            name="version_change_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("change__in", ["first", "update", "correction", "silent"])),
                name="version_change_is_known",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="version",
            name="version_first_is_first",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("change", "first"), ("number", 1)),
                    models.Q(("number__gt", 1), models.Q(("change", "first"), _negated=True)),
                    _connector="OR",
                ),
                name="version_first_is_first",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="version",
            name="version_updated_is_earned",
            constraint=models.CheckConstraint(
                condition=models.Q(("change", "first"), ("label", "updated"), _negated=True),
                name="version_updated_is_earned",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="version",
            name="version_change_is_explained",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("change__in", ["update", "correction"]), ("note", ""), _negated=True
                ),
                name="version_change_is_explained",
                violation_error_message="Tell readers in a note what changed.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="version",
            name="version_state_before_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("label_before__in", ["", "exclusive", "interview", "opinion", "updated"]),
                    ("stage_before__in", ["draft", "review", "ready"]),
                ),
                name="version_state_before_is_known",
                violation_error_message="This contradicts what is stored. Reload the page and try again; if it happens again, tell whoever runs the site.",
            ),
        ),
    ]
