"""SQL of an interview's version: what its card says besides that of any piece."""

from django.db import models

from articles.models.version_sql import constant

# Who speaks in an interview, and in which words of theirs: the sentence that was chosen to sell
# it, or else the first that stands out in the text.
SPEAKERS = constant(
    """jsonb_path_query_first(articles_version.document, '$[*] ? (exists (@.people)).people')""",
    models.JSONField(),
)
PULL_LINE = constant(
    """
    coalesce(
        jsonb_path_query_first(articles_version.document, '$[*].pull_line') #>> '{}',
        jsonb_path_query_first(
            articles_version.document, '$[*] ? (@.kind == "pull_quote").quote') #>> '{}')
    """,
    models.TextField(null=True),
)
