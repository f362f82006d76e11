"""Croissant 1.0 metadata: what the files of a corpus are and what stands in their columns, for machines.

After the specification at https://docs.mlcommons.org/croissant/docs/croissant-spec.html.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from corpus.card.about import About, Held
from corpus.card.table import DOCUMENTS, FOLDER, SPANS

NAME = "croissant.json"
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"string": "sc:Text", "int32": "sc:Integer", "float64": "sc:Float"}
_MEDIA = {
    ".jsonl": "application/jsonlines",
    ".json": "application/json",
    ".parquet": "application/x-parquet",
    ".spacy": "application/octet-stream",
    ".conll": "text/plain",
    ".xml": "application/xml",
    ".md": "text/markdown",
    ".svg": "image/svg+xml",
    ".yaml": "application/yaml",
}


def croissant(about: About, files: Iterable[Held]) -> dict[str, Any]:
    """The metadata as plain data, files in the order given."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": about.name,
        "description": about.description,
        "license": about.license,
        **({"url": about.url} if about.url else {}),
        "version": about.version,
        "datePublished": about.date,
        "inLanguage": "zh",
        "creator": {"@type": "sc:Organization", "name": about.creator},
        "citeAs": about.citation,
        "distribution": [_file(held) for held in files],
        "recordSet": [
            _set("documents", "The documents, one a row.", DOCUMENTS),
            _set("spans", "The labelled stretches, one a row.", SPANS),
        ],
    }


def _file(held: Held) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": held.path,
        "name": held.path,
        "contentUrl": held.path,
        "contentSize": f"{held.size} B",
        "encodingFormat": _MEDIA.get(f".{held.path.rpartition('.')[2]}", "application/octet-stream"),
        "sha256": held.sha256,
    }


def _set(name: str, description: str, columns: tuple[tuple[str, str, str], ...]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": description,
        "key": {"@id": f"{name}/id"},
        "field": [_field(name, *column) for column in columns],
    }


def _field(table: str, name: str, kind: str, description: str) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{name}",
        "name": name,
        "description": description,
        "dataType": _TYPES[kind],
        "source": {"fileObject": {"@id": f"{FOLDER}/{table}.parquet"}, "extract": {"column": name}},
    }
    if (table, name) == ("spans", "document"):
        field["references"] = {"field": {"@id": "documents/id"}}
    return field
