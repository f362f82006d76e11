"""The record: what comes out for one document, field by field as the contract names it.

Offsets count Unicode code points of the text that ``shengjun text FILE`` prints. Values are exact decimals
in the canonical unit. Models are frozen and refuse unknown fields; ``schemas.number.dumps`` writes them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from schemas.number import Number
from schemas.unit import Unit

Kind = Literal[
    "plan", "self_report", "report", "summary", "research", "policy", "article", "template_index", "fragment"
]
Level = Literal["school", "township", "county", "city", "province", "nation"]
Op = Literal["=", ">=", "<=", ">", "<", "range"]
Role = Literal["actual", "target", "standard", "gap", "change"]
SchoolStage = Literal["preschool", "primary", "junior", "senior", "vocational", "special"]
Verdict = Literal["met", "unmet"]
Damage = Literal["placeholder", "lost", "unit", "garbled"]

IsoDate = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
IsoDateOrMonth = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Offset = Annotated[int, Field(ge=0)]


class Model(BaseModel):
    """What all parts of the output share: frozen, and no field beside those named."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class TablePlace(Model):
    """The cell a value stands in, counted from 0; headers are in the text's words, ``row_text`` is the row with |."""

    table: Offset
    row: Offset
    column: Offset
    row_header: str | None = None
    column_header: str | None = None
    row_text: str | None = None


class Stretch(Model):
    """Characters ``start`` up to, not including, ``end``."""

    start: Offset
    end: Offset


class Evidence(Model):
    """``start``..``end`` is the value with its unit; ``quote`` the sentence or table row around it.

    ``quote_start`` is where the quote begins, so that the value's own characters can be told in it.
    ``page`` counts from 1; ``bbox`` is [x0, top, x1, bottom] in PDF points.
    """

    start: Offset
    end: Offset
    quote: str
    quote_start: Offset | None = None
    page: Annotated[int, Field(ge=1)] | None = None
    bbox: tuple[float, float, float, float] | None = None
    table: TablePlace | None = None


class Source(Model):
    """The file: ``path`` as the user named it, ``bytes`` its size, ``reader`` what read it.

    ``duplicate_of`` is the path under which the same bytes were met first, null for that one itself.
    """

    path: str
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    bytes: Offset
    media_type: str
    pages: int | None
    reader: str
    ocr: bool
    duplicate_of: str | None = None


class PartInfo(Model):
    """Which document of the file this is: ``index`` from 1 of ``count``, and where it stands."""

    index: Annotated[int, Field(ge=1)]
    count: Annotated[int, Field(ge=1)]
    title: str | None
    start: Offset
    end: Offset


class DocumentInfo(Model):
    """What the document says of itself; ``date`` is ISO as far as the text tells it (year, month, day)."""

    kind: Kind
    level: Level | None = None
    subject: str | None = None
    region: str | None = None
    issuer: str | None = None
    date: IsoDateOrMonth | None = None
    period: str | None = None


class OutlineItem(Model):
    """A heading; items stand in document order and make a tree by ``level`` (from 1)."""

    level: Annotated[int, Field(ge=1)]
    label: str | None
    title: str
    start: Offset
    end: Offset


class Figure(Model):
    """A quantity that the document claims, demands or plans.

    ``value`` is null where the text left a blank. ``label`` is the indicator in the text's own words;
    ``named`` is where the text names the indicator, null where a heading, a list or a table's head does so for
    several values. ``confidence`` lies in 0..1; ``rule`` names the pattern that found it.
    """

    id: str
    indicator: str | None
    label: str
    value: Number | None
    value_max: Number | None = None
    unit: Unit
    op: Op = "="
    approx: bool = False
    role: Role
    stage: SchoolStage | None = None
    qualifier: str | None = None
    entity: str | None = None
    period: str | None = None
    period_start: IsoDate | None = None
    period_end: IsoDate | None = None
    verdict: Verdict | None = None
    damage: Damage | None = None
    confidence: Annotated[float, Field(ge=0, le=1)]
    rule: str
    evidence: Evidence
    named: Stretch | None = None


class Goal(Model):
    """A result to be reached; ``figures`` holds ids of figures of the same record."""

    evidence: Evidence
    deadline: str | None
    quantified: bool
    figures: tuple[str, ...]
    owner: str | None


class Stage(Model):
    """A phase of the timetable."""

    evidence: Evidence
    name: str
    period: str | None
    start_date: IsoDate | None
    end_date: IsoDate | None


class Problem(Model):
    """A deficiency that the document admits."""

    evidence: Evidence


class Citation(Model):
    """A law, policy, standard or document cited in 《》, with its document number if one follows."""

    evidence: Evidence
    title: str
    number: str | None


class Person(Model):
    """A role with the name of who fills it; ``name`` is null where the text blanks it."""

    evidence: Evidence
    role: str
    name: str | None


class RecordWarning(Model):
    """Something a reader of the record should know; ``code`` is stable, ``message`` Chinese."""

    code: str
    message: str
    evidence: Evidence | None = None


class Record(Model):
    """One document. ``id`` is ``<sha256 of the file>#<part number from 1>``."""

    schema_version: Literal["1.0"] = "1.0"
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}#[1-9][0-9]*$")]
    source: Source
    part: PartInfo
    document: DocumentInfo
    outline: tuple[OutlineItem, ...]
    figures: tuple[Figure, ...]
    goals: tuple[Goal, ...]
    stages: tuple[Stage, ...]
    problems: tuple[Problem, ...]
    citations: tuple[Citation, ...]
    people: tuple[Person, ...]
    warnings: tuple[RecordWarning, ...]
