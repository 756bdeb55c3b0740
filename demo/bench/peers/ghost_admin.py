"""The Admin API of a Ghost that was never set up: its owner, pictures, and posts."""

import http.client
import json
import secrets
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from demo.bench.peers.stories import Picture, Story
from demo.bench.scratch import Missing

_ROOT = "/ghost/api/admin"


def tell(port: int, stories: list[Story]) -> None:
    """Publish the stories. Raises Missing with what it answered to a request that it refused."""
    admin = _Admin(port)
    for story in stories:
        admin.publish(story)


class _Admin:
    """The owner, signed in."""

    def __init__(self, port):
        self._port, self._cookie = port, ""
        email, password = "bench@example.org", secrets.token_urlsafe(16)
        owner = {"name": "Bench", "email": email, "password": password, "blogTitle": "Bench"}
        self._post_json("/authentication/setup/", {"setup": [owner]})
        self._post_json("/session/", {"username": email, "password": password})

    def publish(self, story: Story) -> None:
        images = {picture: self._upload(picture) for picture in story.pictures}
        lead = story.pictures[0] if images else None
        post = {
            "title": story.headline,
            "slug": story.slug,
            "custom_excerpt": story.standfirst,
            "html": _html(story, images),
            "feature_image": lead and images[lead],
            "feature_image_alt": lead and lead.caption[:190],
            "feature_image_caption": lead and lead.caption,
            "tags": [{"name": name} for name in (story.section, *story.topics)],
            "status": "published",
            "published_at": (timezone.now() - timedelta(minutes=story.minutes)).isoformat(),
        }
        self._post_json("/posts/?source=html", {"posts": [post]})

    def _upload(self, picture: Picture) -> str:
        boundary, path = secrets.token_hex(8), Path(picture.path)
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"'
            "\r\nContent-Type: image/jpeg\r\n\r\n"
        )
        body = head.encode() + path.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        said = self._post("/images/upload/", body, f"multipart/form-data; boundary={boundary}")
        return json.loads(said)["images"][0]["url"]

    def _post_json(self, path, data):
        return self._post(path, json.dumps(data).encode(), "application/json")

    def _post(self, path, body, kind):
        server = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        headers = {"Content-Type": kind, "Origin": f"http://127.0.0.1:{self._port}"}
        if self._cookie:
            headers["Cookie"] = self._cookie
        try:
            server.request("POST", _ROOT + path, body, headers)
            answer = server.getresponse()
            said = answer.read().decode()
        finally:
            server.close()
        if answer.status >= http.HTTPStatus.BAD_REQUEST:
            raise Missing(f"Ghost answered {answer.status} to {path}: {said[:300]}")
        if cookie := answer.headers.get("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        return said


def _html(story, images):
    parts = [f"<p>{words}</p>" for words in story.paragraphs]
    for picture, answered in story.with_pictures():
        if picture:
            image = f'<img src="{images[picture]}" alt="{picture.caption}">'
            caption = f"<figcaption>{picture.caption}</figcaption>"
            parts.append(f'<figure class="kg-card kg-image-card">{image}{caption}</figure>')
        parts.append(f"<h2>{answered.question}</h2>")
        parts += [f"<p>{words}</p>" for words in answered.paragraphs]
    return "".join(parts)
