"""What a file is, told from its bytes: names lie, and a .doc is often a web page or a .docx."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from pipeline.ingest.member import first

# Kinds of files that hold other files, or one that is packed.
ARCHIVES = ("zip", "rar", "7z", "gzip", "bzip2", "xz", "zstd", "tar", "eml")
_MAGIC = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"AT&TFORM", "djvu"),
    (b"\xdb\xa5\x2d\x00", "doc"),  # Word 2, before files had streams
    (b"CAJ\0", "caj"),
    (b"KDH ", "caj"),
    (b"HN\0\0", "caj"),
    (b"HN\xc8\0", "caj"),
    (b"TEB\0", "caj"),
    (b"Founder CEB", "ceb"),
    (b"\x00\x00\x00\x0cjP  ", "jpeg2000"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("EncryptedPackage", "encrypted-ooxml"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
    ("VisioDocument", "visio"),
    ("Quill", "publisher"),
    ("MatOST", "works"),
)
# A word too short to be searched for.
_EXCEL_5 = ("Book", "xls")
_MAIN = (
    (re.compile(rb"wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled\w*\.main"),
     "docx"),
    (re.compile(rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template)\.macroEnabled\.main"), "xlsx"),
    (re.compile(rb"ms-excel\.[\w.]+\.main"), "xlsb"),
    (re.compile(rb"presentationml\.\w+\.main|ms-powerpoint\.[\w.]+\.main"), "pptx"),
    (re.compile(rb"package\.xps-fixeddocumentsequence"), "xps"),
    (re.compile(rb"ms-visio\.[\w.]+\.main"), "visio"),
)  # fmt: skip
_FOLDERS = ((b"word/document", "docx"), (b"xl/workbook", "xlsx"), (b"ppt/presentation", "pptx"))
_STATED = (
    (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.presentation", "odp"),
    (b"epub", "epub"),
)
# What only other programs put at the top of a zip.
_OWN = {
    "OFD.xml": "ofd",
    "Index/Document.iwa": "iwork",
    "Index.zip": "iwork",
    "index.apxl": "iwork",
    "uof.xml": "uof",
}
_DAMAGE = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)
# Word 2003 saved documents as one XML file, often under the name of a .doc.
_WORD_XML = (b'progid="Word.Document"', b"schemas.microsoft.com/office/word/2003/wordml")
_TYPES = b"[Content_Types].xml"
_TYPES_BYTES = 2**20
_HEAD = 1024
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,400}-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|base|link|style|script|table|div|center|font|p|h[1-6])\b",
    re.I,
)
# A page saved whole (.mht), or a letter (.eml): both begin with lines such as Subject: and go on with MIME.
_FIELD = re.compile(rb"\s*[A-Za-z][A-Za-z-]{1,40}:[ \t]")
_MIME = re.compile(rb"^mime-version:", re.I | re.M)
_TYPE = re.compile(rb"^content-type:", re.I | re.M)
_PAGE = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.I | re.M)
_LETTER = re.compile(rb"^(?:received|to|cc|message-id|return-path|delivered-to):", re.I | re.M)
_HEADERS = 16 * 1024
_CSV = re.compile(rb"[,\t]")
_CSV_HEAD = 64 * 1024


def kind(data: bytes) -> str:
    """The type of a file: ``docx``, ``pdf``, ``text``, ``doc`` … or the name of a type that no reader takes."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return _ole_kind(data)
    for magic, name in _MAGIC:
        if data.startswith(magic):
            return name
    head = data[:_HEAD]
    if head[257:262] == b"ustar":
        return "tar"
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"BM") and len(data) > 14 and int.from_bytes(data[2:6], "little") == len(data):
        return "bmp"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return _text_kind(data)


def _ole_kind(data: bytes) -> str:
    """What an old Office file is, by its streams; where others are embedded in it, by those of its own."""
    named = [name for stream, name in _STREAMS if stream.encode("utf-16-le") in data]
    if len(named) == 1:
        return named[0]
    from pipeline.ingest.compound import opened

    try:
        with opened(data) as package:
            # Some programs write the names in capitals.
            own = (name for stream, name in (*_STREAMS, _EXCEL_5) if package.exists(stream))
            return next(own, "ole")
    except _DAMAGE:
        return named[0] if named else "ole"


def _text_kind(data: bytes) -> str:
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.replace(b"\0", b"")[2:]
    if _HTML.match(head):
        return "html"
    if _FIELD.match(head) and (found := _mail_kind(data[:_HEADERS])):
        return found
    if head.lstrip().startswith(b"<?xml"):
        return "wordml" if any(mark in head for mark in _WORD_XML) else "xml"
    return "csv" if _CSV.search(head) and _is_table(data) else "text"


def _mail_kind(data: bytes) -> str | None:
    """Whether lines of headers are those of a saved page or of a letter."""
    headers = data.lstrip().replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if not _MIME.search(headers):
        return None
    page = _PAGE.search(headers) or not _TYPE.search(headers)
    return "mhtml" if page and not _LETTER.search(headers) else "eml"


def _is_table(data: bytes) -> bool:
    """Whether text is rows of as many fields each, as programs write them; commas stand in prose, too."""
    from pipeline.ingest.workbook.delimited import shape

    return shape(data[:_CSV_HEAD], whole=len(data) <= _CSV_HEAD) is not None


def _zip_kind(data: bytes) -> str:
    """What a zip holds, by its content types; by the names in it where its directory is damaged."""
    # Office programs write the content types first: that spares reading the directory.
    name, types = first(data, _TYPES_BYTES)
    if name == _TYPES and (found := _main(types)):
        return found
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if _TYPES.decode() in names:
                with archive.open(_TYPES.decode()) as member:
                    types = member.read(_TYPES_BYTES)
                return _main(types) or "zip"
            if "mimetype" in names:
                stated = archive.open("mimetype").read(_HEAD)
                return next((name for words, name in _STATED if words in stated), "zip")
            return next((kind for name, kind in _OWN.items() if name in names), "zip")
    except _DAMAGE:
        return next((name for folder, name in _FOLDERS if folder in data), "zip")


def _main(types: bytes) -> str | None:
    """The kind of Office file that content types declare."""
    return next((name for shape, name in _MAIN if shape.search(types)), None)
