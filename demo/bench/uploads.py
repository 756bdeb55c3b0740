"""Uploads: pictures as phones take them, and people who put them into the library one by one."""

import http.client
import io
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from queue import Empty, Queue

import pillow_heif
from PIL import Image

from demo.bench.client import fields as fields_of
from espreso.app_server import HOST, AppServer

UPLOAD = "/admin/articles/photo/upload/"
SIZE = (4032, 3024)
# Of ten pictures so many are HEIC.
HEIC_OF_TEN = 2
_TAKEN = b"photo-taken"


def pictures(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield the names and contents of pictures of 12 megapixels, no two the same."""
    pillow_heif.register_heif_opener()
    # Noise over large shapes: as much to decode and to encode as a photograph has.
    shapes = Image.effect_noise((63, 47), 90).resize(SIZE, Image.Resampling.BICUBIC)
    for number in range(count):
        noise = Image.effect_noise((1008, 756), 40).resize(SIZE, Image.Resampling.BILINEAR)
        picture = Image.merge("RGB", (shapes, noise, Image.blend(shapes, noise, 0.3)))
        kind = "HEIF" if number % 10 < HEIC_OF_TEN else "JPEG"
        content = io.BytesIO()
        picture.save(content, kind, quality=85)
        yield f"IMG_{number:04}.{'heic' if kind == 'HEIF' else 'jpg'}", content.getvalue()


@dataclass
class Uploader:
    """Somebody signed in who uploads one picture after the other, as the page of the desk does."""

    server: AppServer
    cookie: str
    taken: int = 0
    refused: list[str] = field(default_factory=list)

    def upload(self, name: str, content: bytes) -> None:
        """Post one picture, and note what came of it."""
        page, cookies = self._ask("GET", {"Cookie": f"sessionid={self.cookie}"})
        boundary = secrets.token_hex(16)
        fields = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n',
            fields_of(page, "#upload-form")["csrfmiddlewaretoken"],
            f'\r\n--{boundary}\r\nContent-Disposition: form-data; name="files"; '
            f'filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n',
        ]
        body = "".join(fields).encode() + content + f"\r\n--{boundary}--\r\n".encode()
        headers = {
            "Cookie": f"sessionid={self.cookie}; csrftoken={cookies['csrftoken']}",
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Origin": self.server.url,
        }
        answer, _cookies = self._ask("POST", headers, body)
        if _TAKEN in answer:
            self.taken += 1
        else:
            self.refused.append(name)

    def _ask(self, method, headers, body=None):
        connection = http.client.HTTPConnection(HOST, self.server.port, timeout=120)
        connection.request(method, UPLOAD, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{method} {UPLOAD} answered {answer.status}")
        set_ = (cookie.partition("=") for cookie in answer.headers.get_all("Set-Cookie", []))
        return content, {name: rest.partition(";")[0] for name, _, rest in set_}


def upload_all(uploaders: list[Uploader], waiting: list[tuple[str, bytes]]) -> None:
    """Let the people upload until nothing waits; raise what went wrong for one of them."""
    left: Queue = Queue()
    for each in waiting:
        left.put(each)
    failed = []

    def work(uploader):
        try:
            while True:
                uploader.upload(*left.get_nowait())
        except Empty:
            pass
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=[uploader]) for uploader in uploaders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
