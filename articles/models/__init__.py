from .address import Address
from .article import Article, Byline, Label, Stage
from .blocks import Block, Embed, Figure, Prose, PullQuote
from .people import Author, User
from .photo import Photo
from .section import Section
from .tag import FormerTag, Tag, TaggedArticle, TaggedVersion
from .version import TOLD, Change, Version, VersionByline, VersionPhoto

__all__ = [
    "TOLD",
    "Address",
    "Article",
    "Author",
    "Block",
    "Byline",
    "Change",
    "Embed",
    "Figure",
    "FormerTag",
    "Label",
    "Photo",
    "Prose",
    "PullQuote",
    "Section",
    "Stage",
    "Tag",
    "TaggedArticle",
    "TaggedVersion",
    "User",
    "Version",
    "VersionByline",
    "VersionPhoto",
]
