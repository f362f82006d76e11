"""The pages inside a web page saved whole (.mht): what it brings along (pictures, styles) is left where it is."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from schemas.errors import SourceError

_MOST_PARTS = 2000


def pages(data: bytes) -> list[tuple[bytes, str | None]]:
    """Each page's bytes with the encoding that its header states, the one that is shown first."""
    try:
        # The old policy reads headers as they stand; the new one's parser takes long over odd ones.
        message = email.message_from_bytes(data, policy=email.policy.compat32)
    except (ValueError, LookupError, RecursionError) as error:
        raise SourceError("damaged web page archive (.mht); save the page again") from error
    found: list[Message] = []
    stack: list[Message] = [message]
    for _ in range(_MOST_PARTS):
        if not stack:
            break
        part = stack.pop()
        inner = part.get_payload() if part.is_multipart() else None
        if isinstance(inner, list):
            stack.extend(one for one in reversed(inner) if isinstance(one, Message))
        elif part.get_content_type() in ("text/html", "application/xhtml+xml"):
            found.append(part)
    start = str(message.get_param("start") or "")
    found.sort(key=lambda part: not (start and part.get("Content-ID") == start))
    return [(content, part.get_content_charset()) for part in found if (content := _content(part))]


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
