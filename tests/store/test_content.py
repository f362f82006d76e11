"""What a shard holds of a file: its records, and its text where the job keeps texts."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.store.shard import pack, unpack


@given(st.lists(st.text()), st.none() | st.text(), st.booleans())
def test_what_was_packed_is_what_is_unpacked(words: list[str], text: str | None, compress: bool) -> None:
    lines = [json.dumps({"schema_version": word}, ensure_ascii=False) for word in words]
    content = unpack(pack(lines, text=text, compress=compress), compressed=compress)
    assert content.lines == [line.encode() for line in lines]
    assert (content.told and json.loads(content.told)["text"]) == text


@pytest.mark.parametrize("compress", [True, False])
def test_damaged_bytes_are_no_content(compress: bool) -> None:
    data = pack(["{}"], text="文", compress=compress)
    if compress:
        with pytest.raises(ValueError, match=r".+"):
            unpack(data[:-3], compressed=True)
    else:
        assert unpack(data[:3], compressed=False).lines == [b"{}"]
