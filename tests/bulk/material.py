"""Archives to run on: the sample texts in pieces, each file with numbers of its own; and files that do harm."""

from __future__ import annotations

import io
import re
import shutil
import tarfile
import zipfile
from pathlib import Path
from random import Random

import py7zr

from tests.samples.build import render

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
PLAN = "2024年工作计划\n一、办学条件\n全校现有在校学生{0}人，占地面积{1}平方米，教师{2}人。\n二、目标\n到2026年，巩固率达到{3}%。\n"
MARK = "毒："
# What comes of each poison.
CLASSES = {
    "segfault": "crash",
    "exit": "crash",
    "kill": "crash",
    "recursion": "crash",
    "regex": "timeout",
    "loop": "timeout",
    "sleep": "timeout",
    "memory": "memory",
}


def plan(number: int) -> str:
    """A short plan with numbers of its own."""
    return PLAN.format(300 + number, 5000 + number, 20 + number % 90, 95 + number % 5)


def poison(name: str, *words: object) -> str:
    """A text that does harm, the same name always the same bytes."""
    return f"{MARK}{' '.join((name, *map(str, words)))}\n{plan(1)}"


def plans(folder: Path, count: int) -> list[Path]:
    """Short plans as text files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:04}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(plan(number), encoding="utf-8")
    return paths


def archive(folder: Path, count: int, seed: int) -> None:
    """So many documents of all kinds below a folder; every fifth of them in a zip, a tar.gz or a 7z."""
    random = Random(seed)
    samples = [path.read_text(encoding="utf-8").split("\n") for path in sorted(SAMPLES.glob("*.txt"))]
    packed = folder.parent / f"{folder.name}.packed"
    for number in range(count):
        kind = "docx" if number % 4 == 1 else "pdf" if number % 8 == 3 else "txt"
        below = f"{number // 50:02}组/{number:05}.{kind}"
        path = (packed / ("zip", "tar.gz", "7z")[number // 5 % 3] if number % 5 == 4 else folder) / below
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = random.choice(samples)
        start = random.randrange(max(1, len(lines) - 12))
        text = re.sub(
            r"\d{2,}", lambda _: str(random.randrange(10, 9999)), "\n".join(lines[start : start + 12])
        )
        text = f"第{number}号工作计划\n{text}\n{plan(number)}"
        if kind == "txt":
            path.write_text(text, encoding="gb18030" if number % 10 == 2 else "utf-8")
        else:
            render(text, "docx" if kind == "docx" else "pdf", path)
        if number % 40 == 0:
            shutil.copyfile(path, path.with_name(f"副本{path.name}"))
    _pack(packed, folder)
    shutil.rmtree(packed)


def _pack(packed: Path, folder: Path) -> None:
    members = {
        kind: [
            (path, path.relative_to(packed / kind).as_posix()) for path in sorted(packed.glob(f"{kind}/*/*"))
        ]
        for kind in ("zip", "tar.gz", "7z")
    }
    with zipfile.ZipFile(folder / "归档.zip", "w", zipfile.ZIP_DEFLATED) as file:
        for path, name in members["zip"]:
            file.write(path, name)
    with tarfile.open(folder / "归档.tar.gz", "w:gz") as tar:
        for path, name in members["tar.gz"]:
            tar.add(path, name)
    with py7zr.SevenZipFile(folder / "归档.7z", "w") as seven:
        for path, name in members["7z"]:
            seven.write(path, name)


def zip_bomb() -> bytes:
    """A Word file whose text expands to more than any document holds."""
    sample, held = SAMPLES / "files" / "01-school-plan.docx", io.BytesIO()
    with zipfile.ZipFile(sample) as real, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name in real.namelist():
            if name != "word/document.xml":
                file.writestr(name, real.read(name))
        with file.open("word/document.xml", "w") as part:
            for _ in range(1024):
                part.write(b" " * 2**20)
    return held.getvalue()
