"""The newest pieces with their whole text."""

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator
from wagtail.models import Site

from bench.models import InterviewPage


class _WithText(Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/"
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["text"])


class Newest(Feed):
    """The newest thirty."""

    feed_type = _WithText
    title = "Bench"
    description = ""

    def get_object(self, request):
        self.request = request
        return Site.find_for_request(request)

    def link(self, site):
        return site.root_url

    def items(self, site):
        return InterviewPage.cards().order_by("-first_published_at")[:30]

    def item_title(self, page):
        return page.title

    def item_description(self, page):
        return page.standfirst

    def item_link(self, page):
        return page.get_full_url(self.request)

    def item_pubdate(self, page):
        return page.first_published_at

    def item_extra_kwargs(self, page):
        return {"text": page.body.render_as_block()}
