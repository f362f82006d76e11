from __future__ import annotations

from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from pipeline.ingest.sniff import kind
from schemas.errors import EmptySource, SourceError, UnsupportedSource
from tests.ingest.html.build import document


def archive(*pages: tuple[str, str], encoding: str = "utf-8") -> bytes:
    message = MIMEMultipart("related", type="text/html")
    for place, words in pages:
        part = MIMEText("", "html", "utf-8")
        del part["Content-Transfer-Encoding"]
        part.set_payload(words.encode(encoding), encoding)
        part["Content-Location"] = place
        message.attach(part)
    picture = MIMEBase("image", "png")
    picture.set_payload("AAAA")
    message.attach(picture)
    return message.as_bytes()


def test_page_saved_by_a_browser() -> None:
    data = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a/\r\nSubject: x\r\n" + archive(
        ("http://a/", "<html><p>全县小学42所。</p></html>")
    )
    assert kind(data) == "mhtml"
    found = document(data)
    assert (found.text, found.reader, found.media_type) == ("全县小学42所。", "html", "multipart/related")


def test_encoding_of_the_header_counts_where_the_page_says_none() -> None:
    data = archive(("a", "<html><p>全县小学42所。</p></html>"), encoding="gb18030")
    assert document(data).text == "全县小学42所。"


def test_frame_shows_the_other_pages() -> None:
    pages = [
        ("a", "<html><frameset><frame src=1></frameset></html>"),
        ("1", "<html><p>表一</p></html>"),
        ("2", "<html><p>表二</p></html>"),
    ]
    assert document(archive(*pages)).text == "表一\n表二"
    # Pages in frames inside a page are advertisements.
    assert document(archive(("a", "<html><p>正文</p></html>"), *pages[1:])).text == "正文"


def test_single_page() -> None:
    data = "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<html><p>正文</p></html>".encode()
    assert document(data).text == "正文"


def test_letter_is_refused_by_name() -> None:
    letter = MIMEText("请看附件", "plain", "utf-8")
    letter["From"], letter["To"], letter["Subject"] = "a@b.c", "d@e.f", "工作计划"
    with pytest.raises(UnsupportedSource, match=r"e-mail message \(\.eml\)"):
        document(letter.as_bytes())


def test_text_that_begins_like_a_header_is_text() -> None:
    assert kind(b"Subject: plan\n\nThis is the plan.\n") == "text"


@pytest.mark.parametrize(
    "data",
    [
        archive(),
        archive(("a", "<html><p>正文</p></html>"))[:150],
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nno boundary",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n***\r\n--x--",
    ],
)
def test_nothing_to_read(data: bytes) -> None:
    with pytest.raises(EmptySource, match="no text"):
        document(data)


def test_parts_within_parts() -> None:
    nested = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b0\r\n\r\n" + b"".join(
        b"--b%d\r\nContent-Type: multipart/related; boundary=b%d\r\n\r\n" % (number, number + 1)
        for number in range(3000)
    )
    with pytest.raises(SourceError) as caught:
        document(nested)
    assert "\n" not in str(caught.value)
