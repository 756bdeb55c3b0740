from .address import Address
from .article import Article, Byline, Label, Stage
from .blocks import Block, Embed, Figure, Prose, PullQuote
from .change import TOLD, Change, Told
from .comment import Comment
from .hub import HubMark
from .milestone import Milestone, Occasion
from .people import Author, User
from .photo import Photo
from .section import Section
from .shared_preview import SharedPreview
from .tag import DifferentTags, FormerTag, Tag, TaggedArticle, TaggedVersion
from .version import Version, VersionByline, VersionPhoto
from .window import Presence, Unsaved

__all__ = [
    "TOLD",
    "Address",
    "Article",
    "Author",
    "Block",
    "Byline",
    "Change",
    "Comment",
    "DifferentTags",
    "Embed",
    "Figure",
    "FormerTag",
    "HubMark",
    "Label",
    "Milestone",
    "Occasion",
    "Photo",
    "Presence",
    "Prose",
    "PullQuote",
    "Section",
    "SharedPreview",
    "Stage",
    "Tag",
    "TaggedArticle",
    "TaggedVersion",
    "Told",
    "Unsaved",
    "User",
    "Version",
    "VersionByline",
    "VersionPhoto",
]
