"""From a sheet to a finished JPEG: rasterised by Chromium, captioned by Pillow."""

from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageFilter

LONG_SIDE = 2000
QUALITIES = (82, 78, 74, 70, 66, 62, 58)
SOFTNESS = 0.72  # pixels; takes the edge off single dots, which cost bytes and show nothing
WEIGHT = 215_000  # bytes; printed grain is dear, and the repository carries every picture
EXIF_DESCRIPTION, EXIF_ARTIST, EXIF_COPYRIGHT = 0x010E, 0x013B, 0x8298

XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">
<dc:creator><rdf:Seq><rdf:li>{artist}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{copyright}</rdf:li></rdf:Alt></dc:rights>
<photoshop:Credit>{credit}</photoshop:Credit>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def rasterise(browser, sheet) -> Image.Image:
    """The sheet as pixels, ``LONG_SIDE`` on its longer side."""
    scale = LONG_SIDE / max(sheet.width, sheet.height)
    size = {"width": sheet.width, "height": sheet.height}
    page = browser.new_page(viewport=size, device_scale_factor=scale)
    style = "<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>"
    page.set_content(style + sheet.svg())
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    page.close()
    return picture.filter(ImageFilter.GaussianBlur(SOFTNESS))


def save(picture: Image.Image, target: Path, photo) -> None:
    """Writes a JPEG that carries the caption, credit and copyright of ``photo``."""
    exif = Image.Exif()
    exif[EXIF_DESCRIPTION] = photo.caption
    exif[EXIF_ARTIST] = photo.credit
    exif[EXIF_COPYRIGHT] = photo.copyright
    xmp = XMP.format(
        artist=escape(photo.credit),
        caption=escape(photo.caption),
        copyright=escape(photo.copyright),
        credit=escape(photo.credit),
    )
    for quality in QUALITIES:
        picture.save(
            target,
            "JPEG",
            quality=quality,
            optimize=True,
            progressive=True,
            exif=exif,
            xmp=xmp.encode("utf-8"),
        )
        if target.stat().st_size <= WEIGHT:
            break
