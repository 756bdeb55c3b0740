"""Metadata (XMP, Exif), written: credit, copyright and licence in every published picture."""

from html import escape

from PIL import ExifTags, Image

from .metadata_read import plain

PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" \
xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">
{properties}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

CREDIT = """<dc:creator><rdf:Seq><rdf:li>{0}</rdf:li></rdf:Seq></dc:creator>
<photoshop:Credit>{0}</photoshop:Credit>
"""

COPYRIGHT = """<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{0}</rdf:li></rdf:Alt></dc:rights>
"""

LICENCE = """<xmpRights:WebStatement>{0}</xmpRights:WebStatement>
"""


def as_exif(credit: str, notice: str) -> Image.Exif:
    """Return EXIF with Artist and Copyright and nothing else.

    The text is UTF-8, as exiftool and the programs of agencies write and read it; the ASCII
    of older editions of Exif has no letters for most names in the world.
    """
    exif = Image.Exif()
    for tag, text in (
        (ExifTags.Base.Artist, credit),
        (ExifTags.Base.Copyright, notice),
    ):
        if text := plain(text):
            exif[tag] = text.encode()
    return exif


def as_xmp(credit: str, notice: str, licence: str) -> bytes:
    """Return an XMP packet with Creator, Credit Line, Copyright Notice and Web Statement of Rights.

    The names are those of the IPTC Photo Metadata Standard 2023.1.
    """
    said = {CREDIT: plain(credit), COPYRIGHT: plain(notice), LICENCE: plain(licence)}
    properties = "".join(
        template.format(escape(text, quote=False)) for template, text in said.items() if text
    )
    return PACKET.format(properties=properties).encode()
