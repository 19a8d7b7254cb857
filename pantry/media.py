"""The border for files from outside: what a file is, whether it is taken, and pictures made safe to read.

A file is judged by its first bytes, never by its name. Sizes are checked before anything is decoded, so
that neither a 200 MB file nor a picture of 30,000 x 30,000 pixels costs memory. Every no is `Refused`:

E-DOC-001 empty · 002 over 25 MB · 003 a type Larder does not take · 004 named as a picture, but is none
005 damaged or cut off · 006 too many pixels · 007 cannot be opened (missing, a folder, no permission)
014 a kind of picture that Larder does not read
"""

import importlib
import io
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pantry.errors import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
SNIFF_BYTES = 4096

# Media type to Pillow's name and plugin; anything else it could read is not tried on input from outside.
PILLOW_FORMATS = {
    "image/jpeg": ("JPEG", "PIL.JpegImagePlugin"),
    "image/png": ("PNG", "PIL.PngImagePlugin"),
    "image/webp": ("WEBP", "PIL.WebPImagePlugin"),
    "image/tiff": ("TIFF", "PIL.TiffImagePlugin"),
    "image/heic": ("HEIF", "pi_heif"),
    "image/avif": ("AVIF", "PIL.AvifImagePlugin"),
    "image/gif": ("GIF", "PIL.GifImagePlugin"),
    "image/bmp": ("BMP", "PIL.BmpImagePlugin"),
}
IMAGE_TYPES = frozenset(PILLOW_FORMATS)
PICTURE_SUFFIXES = frozenset({
    ".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".gif", ".bmp",
})
# Kinds of pictures that are known and not read: what they are called.
UNREAD_PICTURES = {"image/jxl": "JPEG XL", "image/jp2": "JPEG 2000", "image/vnd.adobe.photoshop": "Photoshop",
                   "image/x-canon-cr3": "Canon's raw format"}
TEXT_SUFFIXES = {".json": "application/json", ".jsonl": "application/json", ".eml": "message/rfc822",
                 ".csv": "text/csv", ".htm": "text/html", ".html": "text/html"}
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
AVIF_BRANDS = (b"avif", b"avis")


def sniff(first_bytes: bytes, name: str = "") -> str:
    """Return the media type that the first bytes show; the name only tells kinds of text apart.

    first_bytes: the first 4,096 bytes, or all of a shorter file.
    Returns "application/octet-stream" for what is neither a known type nor text, "inode/x-empty" for nothing.
    """
    if not first_bytes:
        return "inode/x-empty"
    head = first_bytes[:SNIFF_BYTES]
    binary = _sniff_binary(head)
    if binary:
        return binary
    if not _looks_like_text(head):
        return "application/octet-stream"
    if _looks_like_mail(head):
        return "message/rfc822"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1024].lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start or b"<body" in start:
        return "text/html"
    if start.startswith((b"<?xml", b"<rss", b"<feed")):
        return "application/xml"
    return TEXT_SUFFIXES.get(Path(name).suffix.lower(), "text/plain")


def _sniff_binary(head: bytes) -> str | None:
    """Return the type whose magic number `head` begins with."""
    if head.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return "image/tiff"
    if head[4:8] == b"ftyp":
        return _sniff_brands(head)
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if head.startswith(b"BM") and len(head) > 26 and head[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return "application/zip"
    if head.startswith(b"\x1f\x8b"):
        return "application/gzip"
    if head.startswith((b"\xff\x0a", b"\x00\x00\x00\x0cJXL \r\n\x87\n")):
        return "image/jxl"
    if head.startswith(b"\x00\x00\x00\x0cjP  \r\n\x87\n"):
        return "image/jp2"
    if head.startswith(b"8BPS\x00"):
        return "image/vnd.adobe.photoshop"
    return None


def _sniff_brands(head: bytes) -> str | None:
    """Return the type of an ISO base media file; a brand for pictures of any kind is told by those that follow it."""
    brand, size = head[8:12], int.from_bytes(head[:4], "big")
    following = {head[start : start + 4] for start in range(16, min(size, len(head)), 4)}
    if brand in AVIF_BRANDS or (brand in (b"mif1", b"msf1") and following.intersection(AVIF_BRANDS)):
        return "image/avif"
    if brand == b"crx ":
        return "image/x-canon-cr3"
    return "image/heic" if brand in HEIF_BRANDS else None


# Fields that mails begin with (RFC 5322), and those of which a text that is no mail hardly has three at once.
_FIELD = re.compile(rb"(?m)^([A-Za-z][A-Za-z0-9-]*):[ \t]")
_MAIL_FIELDS = frozenset({
    b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to",
})
_LEAST_MAIL_FIELDS = 3


def _looks_like_mail(head: bytes) -> bool:
    """Return whether a text begins with the fields of a mail."""
    fields = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    found = {match[1].lower() for match in _FIELD.finditer(fields)}
    return _FIELD.match(fields) is not None and len(found & _MAIL_FIELDS) >= _LEAST_MAIL_FIELDS


def _looks_like_text(head: bytes) -> bool:
    """Return whether `head` holds no control characters beyond white space (UTF-16 is not taken for text)."""
    control = sum(byte < 32 and byte not in (9, 10, 12, 13, 27) for byte in head)
    return control == 0


def read_file(path: Path | str) -> bytes:
    """Return the bytes of a file of at most 25 MB.

    Raises Refused: E-DOC-001 empty, E-DOC-002 too large (known before reading), E-DOC-007 not to be opened.
    """
    path = Path(path)
    try:
        if path.is_dir():
            raise Refused("E-DOC-007", f"{path.name} is a folder, not a file.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Refused("E-DOC-002", too_large_reason(size))
        # One byte more than the limit: a file that grows meanwhile is refused all the same.
        with path.open("rb") as handle:
            content = handle.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Refused("E-DOC-007", f"There is no file {path.name}.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused("E-DOC-007", f"{path.name} cannot be opened: {reason}.") from error
    check_size(content)
    return content


def check_size(content: bytes) -> None:
    """Raise Refused E-DOC-001 for no bytes, E-DOC-002 for more than 25 MB."""
    if not content:
        raise Refused("E-DOC-001", "The file is empty.")
    if len(content) > MAX_BYTES:
        raise Refused("E-DOC-002", too_large_reason(len(content)))


def too_large_reason(size_bytes: int) -> str:
    """Return the sentence for a file over the limit."""
    return (f"The file has {size_bytes / 1024 / 1024:.0f} MB; at most {MAX_BYTES // 1024 // 1024} MB "
            "are taken. Save it smaller and try again.")


def open_image(source: Path | str | bytes, *, name: str = "", shrink_to_pixels: int | None = None,
               page: int = 0) -> "Image":
    """Return the picture upright (EXIF turn applied) as RGB, with its limits checked before decoding.

    source: a path or the file's bytes. name: what to call it in messages when bytes are given.
    shrink_to_pixels: for JPEG, decode at 1/2, 1/4 or 1/8 while at least that many pixels remain; it keeps
        a 35-megapixel scan from costing 100 MB. The true upright size is in `info["full_size"]`.
    page: which picture of a TIFF, from 0; `info["has_more_pages"]` tells whether another follows, and
        `info["is_thumbnail"]` whether this one only shows another one small.
    Raises Refused: E-DOC-001 to E-DOC-007 as the module says.
    """
    if isinstance(source, bytes):
        check_size(source)
        content = source
    else:
        name = name or Path(source).name
        content = read_file(source)
    media_type = sniff(content[:SNIFF_BYTES], name)
    if media_type not in IMAGE_TYPES:
        raise _not_a_picture(media_type, name)
    return _decode(content, media_type, shrink_to_pixels, page)


def check_name(media_type: str, name: str) -> None:
    """Raise Refused for a file named as a picture that is none (E-DOC-004), and for a kind not read (E-DOC-014)."""
    is_named_so = media_type not in IMAGE_TYPES and Path(name).suffix.lower() in PICTURE_SUFFIXES
    if is_named_so or media_type in UNREAD_PICTURES:
        raise _not_a_picture(media_type, name)


def _not_a_picture(media_type: str, name: str) -> Refused:
    """Return the refusal for a file whose bytes are no picture."""
    if media_type in UNREAD_PICTURES:
        return Refused("E-DOC-014", f"{UNREAD_PICTURES[media_type]} is not read. Save the picture as JPEG or PNG.")
    if Path(name).suffix.lower() in PICTURE_SUFFIXES:
        known = {"text/plain": "text", "text/html": "a web page", "application/pdf": "a PDF"}
        what = known.get(media_type, "no picture")
        return Refused("E-DOC-004", f"{name} is named as a picture, but its content is {what}.")
    return Refused("E-DOC-003", f"This is no picture ({media_type}); JPEG, PNG, WebP, TIFF, HEIC, AVIF are read.")


def _decode(content: bytes, media_type: str, shrink_to_pixels: int | None, page: int) -> "Image":
    """Decode checked bytes; whatever Pillow raises on damaged data becomes a refusal."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    pillow_format = _load_plugin(media_type)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's bomb warning: our own limit is lower
            image = Image.open(io.BytesIO(content), formats=[pillow_format])
            image.seek(page)
            check_pixels(*image.size)
            turn = image.getexif().get(0x0112, 1)
            full_size = (image.height, image.width) if turn in (5, 6, 7, 8) else image.size
            is_tiff = media_type == "image/tiff"
            has_more_pages = is_tiff and _has_page(image, page + 1)
            is_thumbnail = is_tiff and bool(image.getexif().get(_SUBFILE_TYPE, 0) & _REDUCED)
            _draft(image, shrink_to_pixels)
            image.load()
            # In place, as a second and third copy of a phone's photo would be 48 MB each.
            ImageOps.exif_transpose(image, in_place=True)
            upright = _flatten(image)
    except Refused:
        raise
    except Image.DecompressionBombError:
        raise Refused("E-DOC-006", too_many_pixels_reason()) from None
    except MemoryError:
        raise Refused("E-DOC-006", "The picture needs more memory than this machine has.") from None
    except UnidentifiedImageError:
        raise Refused("E-DOC-005", "The picture is damaged or cut off.") from None
    except Exception as error:  # damaged data surfaces as OSError, SyntaxError, struct.error, ValueError …
        raise Refused("E-DOC-005", f"The picture is damaged or cut off ({error}).") from error
    upright.info["full_size"] = full_size
    upright.info["has_more_pages"] = has_more_pages
    upright.info["is_thumbnail"] = is_thumbnail
    return upright


# TIFF 6.0, page 36: NewSubfileType, whose lowest bit marks a smaller version of another picture of the file.
_SUBFILE_TYPE, _REDUCED = 254, 1


def _has_page(image: "Image", page: int) -> bool:
    """Return whether a file holds a picture of this number; not how many, as counting may take long."""
    here = image.tell()
    try:
        image.seek(page)
    except EOFError:
        return False
    finally:
        image.seek(here)
    return True


def _load_plugin(media_type: str) -> str:
    """Import the one Pillow plugin for this type (all of them would cost 50 ms) and return its format."""
    pillow_format, module = PILLOW_FORMATS[media_type]
    plugin = importlib.import_module(module)
    if module == "pi_heif":
        plugin.register_heif_opener()
    return pillow_format


def _draft(image: "Image", shrink_to_pixels: int | None) -> None:
    """Ask the JPEG decoder for a smaller picture of at least `shrink_to_pixels` pixels."""
    if not shrink_to_pixels or image.width * image.height <= shrink_to_pixels:
        return
    share: float = (shrink_to_pixels / (image.width * image.height)) ** 0.5
    image.draft("RGB", (int(image.width * share) + 1, int(image.height * share) + 1))


def _flatten(image: "Image") -> "Image":
    """Return RGB; what is transparent becomes white, 16-bit grey keeps its upper byte."""
    from PIL import Image

    if image.mode.startswith("I;16"):
        image = image.point(_upper_byte(), "L") if image.mode == "I;16" else image.convert("I")
    if image.mode == "I":
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return image if image.mode == "RGB" else image.convert("RGB")


def _upper_byte() -> Callable[[int], float]:
    """Return the mapping of 16-bit grey to 8-bit grey."""
    return lambda value: value / 256


def check_pixels(width: int, height: int) -> None:
    """Raise Refused E-DOC-006 when a picture of this size is not taken (nothing is decoded yet)."""
    if width < 1 or height < 1:
        raise Refused("E-DOC-005", "The picture has no pixels.")
    if width * height > MAX_PIXELS:
        raise Refused("E-DOC-006", too_many_pixels_reason(width, height))


def too_many_pixels_reason(width: int | None = None, height: int | None = None) -> str:
    """Return the sentence for a picture over the pixel limit."""
    size = f"{width:,} x {height:,} pixels" if width else "far too many pixels"
    return f"The picture has {size}; at most {MAX_PIXELS // 1_000_000} megapixels are taken."
