"""Letters as archives: their text and what is attached."""

from __future__ import annotations

import json
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest

from pipeline.archive.archive import contents, is_archive, members, seekable
from pipeline.ingest.base import Limits
from schemas.errors import OversizedSource, SourceError
from tests.bulk.command import shengjun


def _letter(html: bool = True) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.org", "b@example.org", "上报学校规划"
    letter.set_content("现报上规划，全校现有在校学生860人。", charset="gb18030")
    if html:
        letter.add_alternative("<html><body><p>全校现有在校学生860人。</p></body></html>", subtype="html")
    letter.add_attachment(
        "全校现有教师60人。".encode(), maintype="text", subtype="plain", filename="规划.txt"
    )
    letter.add_attachment(b"PK\x03\x04x", maintype="application", subtype="zip", filename="../../附件.zip")
    return letter


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "来信.eml"
    path.write_bytes(data)
    return path


def test_text_and_attachments_are_members(tmp_path: Path) -> None:
    path = _written(tmp_path, _letter().as_bytes())
    assert is_archive(path)
    assert not seekable(path)
    assert [member.name for member in members(path)] == ["正文.html", "规划.txt", "附件.zip"]
    found = {
        member.name: data for member, data in contents(path, lambda one: one.name != "附件.zip", Limits())
    }
    assert found["规划.txt"] == "全校现有教师60人。".encode()
    assert isinstance(found["正文.html"], bytes)
    assert "860人" in found["正文.html"].decode("utf-8-sig")


def test_plain_text_is_in_the_letters_own_encoding(tmp_path: Path) -> None:
    path = _written(tmp_path, _letter(html=False).as_bytes())
    (_, body), *_ = contents(path, lambda _: True, Limits())
    assert isinstance(body, bytes)
    assert body.decode("utf-8-sig").strip() == "现报上规划，全校现有在校学生860人。"


def test_names_in_gbk_letters_in_letters_and_adornments(tmp_path: Path) -> None:
    inner = EmailMessage()
    inner["From"], inner["MIME-Version"] = "c@example.org", "1.0"
    inner.set_content("转发")
    letter = EmailMessage()
    letter["From"] = "a@example.org"
    letter.set_content("见附件")
    letter.add_attachment(inner)
    letter.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png", cid="<1>")
    data = letter.as_bytes() + b""
    raw = "表.txt".encode("gb18030")
    odd = (
        b'Received: x\nMIME-Version: 1.0\nContent-Type: application/octet-stream; name="'
        + raw
        + b'"\nContent-Transfer-Encoding: base64\n\n5Lq6'
    )
    assert [member.name for member in members(_written(tmp_path, data))] == ["正文.txt", "附带邮件.eml"]
    assert [member.name for member in members(_written(tmp_path, odd))] == ["表.txt"]


def test_limits_hold_for_the_letter_and_what_is_in_it(tmp_path: Path) -> None:
    path = _written(tmp_path, _letter().as_bytes())
    with pytest.raises(OversizedSource):
        list(members(path, Limits(file_bytes=100)))
    many = (
        b"From: a@b\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\nContent-Type: text/plain; name=a.txt\n\nx\n" * 50_000
    )
    assert len(list(members(_written(tmp_path, many)))) <= 2000
    nested = b"MIME-Version: 1.0\nTo: x\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000)
    )
    with suppress(SourceError):
        assert len(list(members(_written(tmp_path, nested)))) <= 2000


def test_a_run_reads_letters_and_says_what_it_does_not(tmp_path: Path) -> None:
    _written(tmp_path, _letter().as_bytes())
    out = tmp_path / "out"
    done = shengjun("run", tmp_path, "-o", out)
    assert done.returncode == 1
    assert "来信.eml!/附件.zip" in done.stderr
    paths = [
        json.loads(line)["source"]["path"] for line in (out / "records.jsonl").read_text("utf-8").splitlines()
    ]
    assert [Path(path).name for path in paths] == ["正文.html", "规划.txt"]
    refused = shengjun("extract", tmp_path / "来信.eml")
    assert "`shengjun run` reads its text and its attachments" in refused.stderr
