"""What the house holds to: whose names these are, how big things grow, what comes with the package."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("pipeline", "extractors", "schemas", "corpus")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
HEAVY = (
    "distributed",
    "docx",
    "duckdb",
    "jieba",
    "jinja2",
    "lxml",
    "numpy",
    "olefile",
    "pdfplumber",
    "pebble",
    "py7zr",
    "pyarrow",
    "pydantic",
    "pypdfium2",
    "rich",
    "spacy",
    "xlsxwriter",
    "yaml",
    "zstandard",
)


@pytest.mark.parametrize("name", PACKAGES)
def test_top_level_names_are_ours(name: str) -> None:
    module = importlib.import_module(name)
    assert [Path(place).resolve() for place in module.__path__] == [ROOT / name]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_functions_stay_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 400
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    too_long = {node.name: node.end_lineno - node.lineno + 1 for node in functions if node.end_lineno}
    assert not {name: length for name, length in too_long.items() if length > 40}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_folder_is_a_package(path: Path) -> None:
    assert (path.parent / "__init__.py").exists()


def test_start_up_imports_nothing_heavy() -> None:
    code = "import sys, pipeline.cli.main; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not set(HEAVY) & set(loaded.stdout.split())


@pytest.mark.parametrize(
    "path", sorted((ROOT / "pipeline" / "audit").rglob("*.py")), ids=lambda path: path.name
)
def test_the_audit_sees_schemas_alone(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    froms = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    ours = {name for name in froms | plain if name.split(".")[0] in PACKAGES}
    assert {name for name in ours if not name.startswith(("pipeline.audit", "schemas"))} == set()
