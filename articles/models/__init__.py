"""Models: the nouns of the newsroom, a module for each."""

from .activity import Act, Activity
from .address import Address
from .arrangement import FRONT, Arrangement, Layout, page_key, subjects_of
from .article import Article, Byline, Label, Stage
from .author import Author, FormerAuthor
from .autosave import Unsaved
from .blocks import Block, Embed, Figure, Prose, PullQuote
from .change import ANNOUNCED, Announcement, Change
from .comment import Comment
from .comment_notification import CommentNotification, Reason
from .deleted_draft import KEPT_FOR, DeletedDraft, DeletedDraftQuerySet
from .doomed_file import DoomedFile
from .draft_snapshot import DraftSnapshot
from .fragment import Fragment, Variant
from .menu import Fixed, MenuItem, Place
from .milestone import Milestone, Occasion
from .outgoing_mail import OutgoingMail, Trouble
from .page import FormerPage, Page, PageText
from .photo import Photo
from .piece_template import PieceTemplate
from .plan import Plan
from .presence import Presence
from .redirect import Redirect
from .rendering import Rendering
from .section import FormerSection, Section
from .shared_preview import SharedPreview
from .tag import DifferentTags, FormerTag, Tag, TaggedArticle, TaggedVersion
from .typo_report import TypoReport
from .user import User, display_name
from .version import Version, VersionByline, VersionPhoto
from .websub import HubMark

__all__ = [
    "ANNOUNCED",
    "FRONT",
    "KEPT_FOR",
    "Act",
    "Activity",
    "Address",
    "Announcement",
    "Arrangement",
    "Article",
    "Author",
    "Block",
    "Byline",
    "Change",
    "Comment",
    "CommentNotification",
    "DeletedDraft",
    "DeletedDraftQuerySet",
    "DifferentTags",
    "DoomedFile",
    "DraftSnapshot",
    "Embed",
    "Figure",
    "Fixed",
    "FormerAuthor",
    "FormerPage",
    "FormerSection",
    "FormerTag",
    "Fragment",
    "HubMark",
    "Label",
    "Layout",
    "MenuItem",
    "Milestone",
    "Occasion",
    "OutgoingMail",
    "Page",
    "PageText",
    "Photo",
    "PieceTemplate",
    "Place",
    "Plan",
    "Presence",
    "Prose",
    "PullQuote",
    "Reason",
    "Redirect",
    "Rendering",
    "Section",
    "SharedPreview",
    "Stage",
    "Tag",
    "TaggedArticle",
    "TaggedVersion",
    "Trouble",
    "TypoReport",
    "Unsaved",
    "User",
    "Variant",
    "Version",
    "VersionByline",
    "VersionPhoto",
    "display_name",
    "page_key",
    "subjects_of",
]
