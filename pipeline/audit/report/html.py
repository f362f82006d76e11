"""The audit as one self-contained page in Chinese, written document by document."""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO

import jinja2

from pipeline.audit import label
from pipeline.audit.case import Case
from pipeline.audit.report.card import Sheet, document_anchor, sheet
from pipeline.audit.report.clean import visible
from pipeline.audit.report.overview import Overview

TITLE = "数据核查报告"


def write_html(
    cases: Iterable[Case], out: Path, *, citations: Mapping[str, str] | None = None, title: str = TITLE
) -> None:
    """Write the page to ``out``, which appears whole or not at all.

    ``citations`` maps a criterion's id to how its clause is cited; without one the id is shown. Raises OSError
    where the file cannot be written.
    """
    body, page = (out.with_name(f"{out.name}.{part}.part") for part in ("body", "page"))
    overview = Overview()
    try:
        # The page begins with the counts of all documents, so those wait in a file of their own.
        with body.open("w+", encoding="utf-8", newline="\n") as documents:
            _documents(cases, documents, citations or {}, overview)
            documents.seek(0)
            with page.open("w", encoding="utf-8", newline="\n") as file:
                _render("head.html", file, overview=overview, title=title, **_inlined())
                shutil.copyfileobj(documents, file)
                _render("tail.html", file, script=_inlined()["script"])
        page.replace(out)
    finally:
        body.unlink(missing_ok=True)
        page.unlink(missing_ok=True)


def _documents(
    cases: Iterable[Case], file: IO[str], citations: Mapping[str, str], overview: Overview
) -> None:
    seen: dict[str, int] = {}
    for case in cases:
        anchor = document_anchor(case.record.id)
        seen[anchor] = seen.get(anchor, 0) + 1
        if seen[anchor] > 1:
            anchor = f"{anchor}-{seen[anchor]}"
        one = sheet(case, citations, anchor)
        overview.add(case.record, one.cards, anchor)
        _render("document.html", file, sheet=one, height=_height(one))


def _height(one: Sheet) -> int:
    """Roughly how high a document will stand, as a power of two: what the browser reserves before it draws."""
    letters = sum(
        len(piece if isinstance(piece, str) else piece.text)
        for strip in one.strips
        for block in strip.blocks
        for piece in block
        if not strip.skipped
    )
    failed = sum(card.outcome in label.SEVERITIES for card in one.cards)
    return min(8, ((letters + 240 * failed) // 600).bit_length())


def _render(name: str, file: IO[str], **context: object) -> None:
    for piece in _environment().get_template(name).generate(context):
        file.write(piece)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.audit.report", "template"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Whatever a template prints passes through here first: no text reaches the page unseen.
        finalize=lambda value: visible(value) if type(value) is str else value,
    )
    environment.globals["label"] = label
    environment.globals["outcomes"] = label.OUTCOMES
    return environment


@cache
def _inlined() -> dict[str, str]:
    """The style and the script with the policy that lets these two in by their digests, and nothing else."""
    folder = resources.files(__package__).joinpath("template")
    style, script = (
        folder.joinpath(name).read_text(encoding="utf-8") for name in ("report.css", "report.js")
    )
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    return {"style": style, "script": script, "policy": policy}


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
