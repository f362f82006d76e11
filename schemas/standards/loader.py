"""Loads the standards that ship with the program and those of a user, with all faults at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

import yaml

from schemas.errors import ConfigurationError
from schemas.standards.fault import faults, number
from schemas.standards.standard import Criterion, Scope, Standard
from schemas.taxonomy.loader import taxonomy

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Dates and the sign = stay the text that they are.
_AS_TEXT = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:value")


class _Loader(_Base):  # type: ignore[misc]
    """Plain data alone, and no key twice: of two the last would win unseen."""

    yaml_implicit_resolvers: ClassVar[Mapping[str, Any]] = {
        first: [(tag, shape) for tag, shape in rules if tag not in _AS_TEXT]
        for first, rules in _Base.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        seen = set()
        for key, _ in node.value:
            if key.value in seen if isinstance(key, yaml.ScalarNode) else True:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key {str(key.value)[:40]!r} stands twice or is no word",
                    problem_mark=key.start_mark,
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def standards(extra: Iterable[Path] = ()) -> Mapping[str, Standard]:
    """All standards by id: those that ship with the program, then those of the files named.

    Raises:
        ConfigurationError: with every fault of every file, one a line.
    """
    found = dict(_shipped())
    wrong: list[str] = []
    for path in extra:
        standard, faulty = _opened(path, found)
        wrong += faulty
        if standard:
            found[standard.id] = standard
    if wrong:
        raise ConfigurationError("\n".join(wrong))
    return MappingProxyType(found)


def check(path: Path) -> list[str]:
    """The faults of a user's file, each with its path, row and field; none where it can be used."""
    return _opened(path, _shipped())[1]


def plain_data(text: str) -> Any:
    """What YAML holds, as plain data alone. Raises yaml.YAMLError, and ValueError or RecursionError on nonsense."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader


def template() -> str:
    """A file to begin with, its keys explained in comments."""
    return resources.files(__package__).joinpath("template.yaml").read_text(encoding="utf-8")


@cache
def _shipped() -> Mapping[str, Standard]:
    files = resources.files(__package__).joinpath("data").iterdir()
    names = sorted((file for file in files if file.name.endswith(".yaml")), key=lambda file: file.name)
    found: dict[str, Standard] = {}
    wrong: list[str] = []
    for file in names:
        standard, faulty = parse(file.read_text(encoding="utf-8"), file.name, found)
        wrong += faulty
        if standard:
            found[standard.id] = standard
    if wrong:
        raise ConfigurationError("\n".join(wrong))
    return MappingProxyType(found)


def _opened(path: Path, others: Mapping[str, Standard]) -> tuple[Standard | None, list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None, [f"{path}: the file: is not UTF-8; save it as UTF-8"]
    except OSError as error:
        return None, [f"{path}: the file: {(error.strerror or str(error)).lower()}; check the path"]
    return parse(text, str(path), others)


def parse(text: str, name: str, others: Mapping[str, Standard]) -> tuple[Standard | None, list[str]]:
    """The standard that a file's text holds, or None, and its faults; ``others`` are loaded already."""
    try:
        data = plain_data(text)
    except yaml.YAMLError as error:
        return None, [f"{name}: {_broken(error)}"]
    except (ValueError, RecursionError):
        return None, [f"{name}: the file: is no YAML that can be read; begin with the template"]
    units = {row.id: row.unit for row in taxonomy()}
    found = [f"{name}: {fault}" for fault in faults(data, units)]
    if found:
        return None, found
    standard = _standard(data)
    taken = {criterion.id: one.id for one in others.values() for criterion in one.criteria}
    if standard.id in others:
        found.append(f"{name}: id: {standard.id!r} is a standard already; choose another id")
    found += [
        f"{name}: row {row.id}: id: stands in {taken[row.id]!r} already; choose another"
        for row in standard.criteria
        if row.id in taken
    ]
    return (None, found) if found else (standard, [])


def _broken(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or "no YAML"
    where = f"line {mark.line + 1}" if mark else "the file"
    return f"{where}: {what}; check the indentation, and quote what begins with > < = or holds a colon"


def _standard(data: Mapping[str, Any]) -> Standard:
    sources = data.get("sources") or {}
    return Standard(
        data["id"],
        data["title"],
        data.get("number"),
        data.get("issuer"),
        data.get("region"),
        _date(data.get("valid_from")),
        _date(data.get("valid_to")),
        data.get("status"),
        data.get("note"),
        tuple(_criterion(row, sources) for row in data["rows"]),
    )


def _criterion(row: Mapping[str, Any], sources: Mapping[str, str]) -> Criterion:
    value = row.get("value")
    return Criterion(
        id=row["id"],
        zh=row["zh"],
        indicator=row.get("indicator"),
        qualifier=row.get("qualifier"),
        scope=_scope(row.get("scope") or {}),
        op=row.get("op"),
        value=None if value is None else number(value),
        unit=row.get("unit"),
        tolerance=number(row.get("tolerance") or 0),
        clause=row.get("clause"),
        source=tuple(sources[name] for name in row.get("source") or ()),
        confidence=row["confidence"],
        formula=row.get("formula"),
        note=row.get("note"),
        valid_from=_date(row.get("valid_from")),
        valid_to=_date(row.get("valid_to")),
        default=bool(row.get("default")),
        kind=row.get("kind") or "threshold",
        data=_exact(row.get("data") or {}),
    )


def _scope(data: Mapping[str, Any]) -> Scope:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
    }
    return Scope(**fields)


def _date(value: object) -> str | None:
    return None if value is None else str(value)


def _exact(value: Any) -> Any:
    """Fractions as Decimal, so that what is reckoned with them stays exact."""
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return {key: _exact(one) for key, one in value.items()}
    return [_exact(one) for one in value] if isinstance(value, list) else value
