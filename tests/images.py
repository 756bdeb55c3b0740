"""Real picture files, made when a test asks for them."""

import io
import shutil
import struct
import subprocess
import zlib
from xml.sax.saxutils import escape

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import ExifTags, Image, PngImagePlugin

pillow_heif.register_heif_opener()

SECRETS = {
    "serial": "SERIAL-8812345",
    "owner": "OWNER-Ivanova",
    "maker": "MAKERNOTE-blob",
    "model": "MODEL-X100",
    "comment": "COMMENT-planted",
    "place": "PLACE-55.7558N",
    "caption": "CAPTION-planted",
    "thumbnail": "THUMBNAIL-planted",
}
"""What a camera may write into a picture and no reader may find."""

CORNERS = {
    "red": (220, 30, 30),
    "green": (30, 180, 30),
    "blue": (30, 30, 220),
    "gold": (230, 200, 20),
}
"""The colours of the corners, clockwise from the top left."""


def corners(width=120, height=80, mode="RGB"):
    """A picture with one colour in each quarter."""
    picture = Image.new("RGB", (width, height))
    across, down = width // 2, height // 2
    for colour, place in zip(
        CORNERS.values(), ((0, 0), (across, 0), (across, down), (0, down)), strict=True
    ):
        picture.paste(colour, (*place, place[0] + width - across, place[1] + height - down))
    return picture.convert(mode)


def encoded(picture, kind="JPEG", **options):
    content = io.BytesIO()
    if kind == "JPEG":
        options = {"quality": 95, "subsampling": 0} | options
    picture.save(content, kind, **options)
    return content.getvalue()


def upload(content, name="picture.jpg"):
    return SimpleUploadedFile(name, content)


def camera_exif(orientation=1, **texts):
    """EXIF as cameras write it, with the secrets; ``texts`` are tags of ExifTags.Base in bytes."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Model] = SECRETS["model"]
    for name, text in texts.items():
        exif[ExifTags.Base[name]] = text
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.BodySerialNumber] = SECRETS["serial"]
    details[ExifTags.Base.CameraOwnerName] = SECRETS["owner"]
    details[ExifTags.Base.MakerNote] = SECRETS["maker"].encode()
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (55.0, 45.0, 20.0)
    place[ExifTags.GPS.GPSLongitudeRef] = "E"
    place[ExifTags.GPS.GPSLongitude] = (37.0, 37.0, 2.0)
    place[ExifTags.GPS.GPSAreaInformation] = SECRETS["place"].encode()
    return exif.tobytes()


def with_thumbnail(exif):
    """EXIF with a second directory, which holds a small JPEG, as every camera writes it."""
    tiff = bytearray(exif.removeprefix(b"Exif\0\0"))
    order = "<" if tiff.startswith(b"II") else ">"
    (first,) = struct.unpack_from(f"{order}I", tiff, 4)
    (entries,) = struct.unpack_from(f"{order}H", tiff, first)
    struct.pack_into(f"{order}I", tiff, first + 2 + 12 * entries, len(tiff))
    small = encoded(corners(32, 32), comment=SECRETS["thumbnail"].encode())
    directory = struct.pack(
        f"{order}HHHIHxxHHIIHHIII",
        *(3, 0x0103, 3, 1, 6),
        *(0x0201, 4, 1, len(tiff) + 42),
        *(0x0202, 4, 1, len(small)),
        0,
    )
    return b"Exif\0\0" + bytes(tiff) + directory + small


def xmp(caption="", credit="", creators=(), rights="", alternative_text="", licence="", other=""):
    """An XMP packet; each text may be a dict of languages."""

    def alternatives(name, texts):
        if not texts:
            return ""
        texts = texts if isinstance(texts, dict) else {"x-default": texts}
        items = "".join(
            f'<rdf:li xml:lang="{language}">{escape(text)}</rdf:li>'
            for language, text in texts.items()
        )
        return f"<{name}><rdf:Alt>{items}</rdf:Alt></{name}>"

    terms = f"<xmpRights:WebStatement>{escape(licence)}</xmpRights:WebStatement>"
    people = "".join(f"<rdf:li>{escape(each)}</rdf:li>" for each in creators)
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 photoshop:Credit="{escape(credit)}">
{alternatives("dc:description", caption)}
{alternatives("dc:rights", rights)}
{alternatives("Iptc4xmpCore:AltTextAccessibility", alternative_text)}
<dc:creator><rdf:Seq>{people}</rdf:Seq></dc:creator>{terms if licence else ""}{other}
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">
<photoshop:Credit>&d;</photoshop:Credit></rdf:Description></rdf:RDF>"""


def iim(*fields, charset="utf-8", says_charset=True):
    """IPTC IIM: ``fields`` are pairs of a dataset of record 2 and its text."""

    def field(record, dataset, value):
        return struct.pack(">BBBH", 0x1C, record, dataset, len(value)) + value

    envelope = field(1, 90, b"\x1b%G") if says_charset else b""
    return envelope + b"".join(field(2, each, text.encode(charset)) for each, text in fields)


def with_iim(jpeg, data, digest=None):
    """A JPEG with IIM in its Photoshop segment, and the digest of the IIM when one is given."""

    def resource(code, value):
        block = b"8BIM" + struct.pack(">HHI", code, 0, len(value)) + value
        return block + b"\0" * (len(value) % 2)

    blocks = resource(0x0404, data)
    if digest:
        blocks += resource(0x0425, digest)
    return with_segment(jpeg, 0xED, b"Photoshop 3.0\0" + blocks)


def with_segment(jpeg, marker, payload):
    """A JPEG with one more segment at its beginning."""
    return jpeg[:2] + struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload + jpeg[2:]


def telltale_jpeg(width=120, height=80, **options):
    """A JPEG with every secret, in EXIF, in XMP, in IIM and in a comment."""
    jpeg = encoded(
        corners(width, height),
        exif=with_thumbnail(camera_exif(ImageDescription=SECRETS["caption"].encode())),
        xmp=xmp(caption=SECRETS["caption"], other=f"<dc:source>{SECRETS['place']}</dc:source>"),
        comment=SECRETS["comment"].encode(),
        **options,
    )
    return with_iim(jpeg, iim((120, SECRETS["caption"]), (90, SECRETS["place"])))


def png_notes(packet):
    """The text chunks of a PNG, with an XMP packet among them."""
    notes = PngImagePlugin.PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", packet.decode())
    notes.add_text("Comment", SECRETS["comment"])
    return notes


def png_with_late_exif(picture, exif):
    """A PNG whose EXIF stands after its pixels, as the third edition of PNG allows."""
    png = encoded(picture, "PNG")
    return png[:-12] + png_chunk(b"eXIf", exif.removeprefix(b"Exif\0\0")) + png[-12:]


def png_chunk(name, content):
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def resized_header(png, width, height):
    """A small PNG that claims another size, as a decompression bomb does."""
    start, end = 16, 24
    header = png[12:start] + struct.pack(">II", width, height) + png[end:29]
    checksum = struct.pack(">I", zlib.crc32(header))
    return png[:12] + header + checksum + png[33:]


def _profile(space, connection, tags):
    """An ICC profile of version 2 (ICC.1:2001-04) with the given tags."""
    table, body, offset = b"", b"", 128 + 4 + 12 * len(tags)
    for name, data in tags.items():
        data += b"\0" * (-len(data) % 4)
        table += name + struct.pack(">II", offset + len(body), len(data))
        body += data
    head = struct.pack(
        ">I4sI4s4s4s12s4s4sIII8sI12s",
        offset + len(body), b"none", 0x02400000, b"mntr" if space == b"RGB " else b"prtr",
        space, connection, struct.pack(">6H", 2024, 1, 1, 0, 0, 0), b"acsp", b"\0" * 4,
        0, 0, 0, b"\0" * 8, 1, struct.pack(">3i", 63190, 65536, 54061),
    )  # fmt: skip
    head = head + b"\0" * (128 - len(head))
    return head + struct.pack(">I", len(tags)) + table + body


def _xyz(*values):
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _description():
    return b"desc\0\0\0\0" + struct.pack(">I", 5) + b"test\0" + b"\0" * 78


def wide_gamut_profile():
    """The primaries of Display P3, adapted to D50, with a gamma of 2.2."""
    gamma = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(2.2 * 256))
    return _profile(
        b"RGB ",
        b"XYZ ",
        {
            b"desc": _description(),
            b"wtpt": _xyz(0.9642, 1.0, 0.8249),
            b"rXYZ": _xyz(0.51512, 0.24120, -0.00105),
            b"gXYZ": _xyz(0.29198, 0.69225, 0.04189),
            b"bXYZ": _xyz(0.15710, 0.06657, 0.78407),
            b"rTRC": gamma,
            b"gTRC": gamma,
            b"bTRC": gamma,
        },
    )


def press_profile():
    """A printing press on which full cyan is Lab(55, -37, -50), as on coated paper in Europe."""
    corners_of_inks = b""
    for inks in range(16):
        cyan, others = inks & 0b1000, inks & 0b0111
        lightness, a, b = (55, -37, -50) if cyan else (100, 0, 0)
        lightness = 20 if others else lightness
        corners_of_inks += bytes([round(lightness * 2.55), a + 128, b + 128])
    straight = bytes(range(256))
    table = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0])
    table += struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    table += straight * 4 + corners_of_inks + straight * 3
    tags = {b"desc": _description(), b"wtpt": _xyz(0.9642, 1.0, 0.8249), b"A2B0": table}
    return _profile(b"CMYK", b"Lab ", tags)


def exiftool(content, *names):
    """The values that exiftool finds in a file; skips the test where there is no exiftool."""
    program = shutil.which("exiftool")
    if not program:
        pytest.skip("exiftool is not installed, so no second reader can confirm this")
    command = [program, "-s3", "-charset", "utf8", *(f"-{name}" for name in names), "-"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
