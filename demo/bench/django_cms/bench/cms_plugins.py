from cms.plugin_base import CMSPluginBase
from cms.plugin_pool import plugin_pool

from bench.models import Figure, NewestPieces, QuestionAnswer


@plugin_pool.register_plugin
class FigurePlugin(CMSPluginBase):
    model = Figure
    name = "Figure"
    render_template = "bench/figure.html"


@plugin_pool.register_plugin
class QuestionAnswerPlugin(CMSPluginBase):
    model = QuestionAnswer
    name = "Question and answer"
    render_template = "bench/question_answer.html"


@plugin_pool.register_plugin
class NewestPiecesPlugin(CMSPluginBase):
    model = NewestPieces
    name = "Newest pieces"
    render_template = "bench/newest_pieces.html"

    def get_cache_expiration(self, request, instance, placeholder):
        # In seconds, as long as django CMS keeps a page anyhow.
        return 60
