"""App config: the newsroom; registers how its blocks are rendered, and grants the roles."""

from allauth.account.signals import user_logged_in
from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from espreso import document


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self):
        # Models can only be imported once all apps are there.
        from articles.actions.activity import note_sign_in
        from articles.models import Block
        from articles.roles import ensure_groups

        for block in Block.kinds():
            document.register(block.kind, block.template)
        # No block of the desk: neighbouring pictures become one when they are shown.
        document.register("gallery", "site/blocks/gallery.html")
        user_logged_in.connect(note_sign_in, dispatch_uid="articles.activity")
        post_migrate.connect(ensure_groups, dispatch_uid="articles.groups")
