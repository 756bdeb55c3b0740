"""Upload limits: the formats and sizes of pictures that are accepted, and of the words in them."""

MAX_BYTES = 40 * 1024 * 1024
"""The largest file accepted, in bytes."""

MAX_PIXELS = 80_000_000
"""The largest picture accepted, in pixels: above any phone panorama and most cameras, and
below the size at which Pillow itself begins to warn of a decompression bomb. Rendering one
took 190 MB of memory as JPEG and 740 MB as PNG with transparency; a WebP of this size, whose reader
keeps two canvases, takes more than the process may."""

MAX_SIDE = 30_000
"""The longest side accepted, in pixels. AVIF readers stop at 32,768, JPEG at 65,535."""

MIN_SIDE = 32
"""The shortest side accepted, in pixels. Anything smaller is an icon or a tracking pixel."""

EXTENSIONS = {
    "JPEG": (".jpg", ".jpeg", ".jpe"),
    "PNG": (".png",),
    "WEBP": (".webp",),
    "AVIF": (".avif",),
    "HEIF": (".heic", ".heif", ".hif"),
    "GIF": (".gif",),
}
"""The formats accepted, by Pillow's names, with the file name extensions of each; the first
is the usual one."""

CAPTION_LENGTH = 1000
CREDIT_LENGTH = 200
COPYRIGHT_LENGTH = 200
LICENCE_LENGTH = 300
ALTERNATIVE_TEXT_LENGTH = 500
