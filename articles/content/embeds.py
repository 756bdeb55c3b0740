"""Embeds: videos and posts of other sites, in a frame once a reader has asked for it.

The addresses of the frames are those that the providers document for embedding without a script:
https://developers.google.com/youtube/player_parameters (youtube-nocookie.com sets no cookie
before something is played), https://developer.vimeo.com/player/sdk/embed (`dnt` switches its
analytics off), https://core.telegram.org/widgets/post,
https://developers.facebook.com/docs/plugins/embedded-posts. X documents only its script;
`Tweet.html` is the frame that it opens. Their hosts stand in settings.SECURE_CSP as well.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

VIDEO, POST = "video", "post"
_YOUTUBE_PATH = re.compile(r"/(?:embed|shorts|live|v)/([\w-]{11})(?:/|$)", re.ASCII)
_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_VIMEO_PATH = re.compile(r"/(?:video/|channels/[\w-]+/)?(\d{1,12})(?:/([0-9a-f]{6,20}))?/?")
_X_PATH = re.compile(r"/(?:\w{1,20}|i/web)/status(?:es)?/(\d{1,20})(?:/|$)")
_TELEGRAM_PATH = re.compile(r"/(?:s/)?([A-Za-z]\w{3,31})/(\d{1,12})/?", re.ASCII)
_FACEBOOK_VIDEO = re.compile(r"/(?:watch/?$|reel/|[^/]+/videos/)")
_FACEBOOK_POST = re.compile(r"/(?:[^/]+/posts/|permalink\.php|story\.php|photo|groups/[^/]+/)")


@dataclass(frozen=True)
class Player:
    """A frame to show: its address, and whether it is a `video` or a `post`."""

    address: str
    shape: str


def player(url: str) -> Player | None:
    """Return what shows the video or the post at `url`, or None when only a link can lead there."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or host not in _PLAYERS:
        return None
    return _PLAYERS[host](parts, parse_qs(parts.query))


def _youtube(parts, query):
    found = _YOUTUBE_PATH.match(parts.path)
    name = found[1] if found else query.get("v", [""])[0]
    return _youtube_frame(name, query)


def _short_youtube(parts, query):
    return _youtube_frame(parts.path.strip("/"), query)


def _youtube_frame(name, query):
    if not _YOUTUBE_ID.fullmatch(name):
        return None
    start = re.fullmatch(r"(\d{1,6})s?", query.get("t", query.get("start", [""]))[0])
    rest = f"&start={start[1]}" if start else ""
    return Player(f"https://www.youtube-nocookie.com/embed/{name}?autoplay=1{rest}", VIDEO)


def _vimeo(parts, query):
    if not (found := _VIMEO_PATH.fullmatch(parts.path)):
        return None
    # The second part opens a film that its maker has not listed.
    secret = found[2] or query.get("h", [""])[0]
    rest = f"&h={quote(secret, safe='')}" if secret else ""
    return Player(f"https://player.vimeo.com/video/{found[1]}?dnt=1&autoplay=1{rest}", VIDEO)


def _x(parts, query):
    if not (found := _X_PATH.match(parts.path)):
        return None
    address = f"https://platform.twitter.com/embed/Tweet.html?dnt=true&id={found[1]}"
    return Player(address, POST)


def _telegram(parts, query):
    if not (found := _TELEGRAM_PATH.fullmatch(parts.path)):
        return None
    return Player(f"https://t.me/{found[1]}/{found[2]}?embed=1&mode=tme", POST)


def _facebook(parts, query):
    address = quote(f"https://www.facebook.com{parts.path}?{parts.query}".rstrip("?"), safe="")
    if _FACEBOOK_VIDEO.match(parts.path):
        return Player(f"https://www.facebook.com/plugins/video.php?href={address}", VIDEO)
    if _FACEBOOK_POST.match(parts.path):
        plugin = "https://www.facebook.com/plugins/post.php?show_text=true&href="
        return Player(f"{plugin}{address}", POST)
    return None


_PLAYERS = {
    "youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "youtu.be": _short_youtube,
    "vimeo.com": _vimeo,
    "player.vimeo.com": _vimeo,
    "x.com": _x,
    "twitter.com": _x,
    "mobile.twitter.com": _x,
    "t.me": _telegram,
    "facebook.com": _facebook,
}
