"""The generator of archives: the same seed gives the same bytes, and its truth is what its files say."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from benchmarks.generator import decoy, identity
from benchmarks.generator.__main__ import write
from benchmarks.generator.archive import File, Settings, files
from benchmarks.generator.damage import FACTS
from benchmarks.generator.data import data, draw
from benchmarks.generator.grammar import Writer
from benchmarks.generator.people import passages
from benchmarks.generator.perturbation import NAMES
from benchmarks.generator.piece import Fact, Secret, words
from benchmarks.generator.wording import Style
from benchmarks.generator.world import World

ROOT = Path(__file__).resolve().parents[2]
MIXED = Settings(seed=5, duplicates=0.3, damage=0.4, compilations=0.1)


@cache
def sample() -> list[tuple[File, dict[str, Any]]]:
    return [(file, json.loads(file.truth)) for file in files(120, MIXED)]


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of every sample file as shengjun reads it."""
    from pipeline.extract import text

    folder = tmp_path_factory.mktemp("archive")
    found = {}
    for number, (file, _) in enumerate(sample()):
        path = folder / f"{number}{Path(file.path).suffix}"
        path.write_bytes(file.content)
        found[file.path] = text(path)
    return found


def bare(text: str) -> str:
    return "".join(text.split())


def figures() -> Iterator[dict[str, Any]]:
    for _, truth in sample():
        yield from truth["figures"]


def personal(kind: str) -> list[str]:
    return [one["text"] for _, truth in sample() for one in truth["personal"] if one["kind"] == kind]


# ------------------------------------------------------------------ bytes


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.generator", "40", str(tmp_path / "there"), "--seed", "9"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    write(40, tmp_path / "here", Settings(seed=9))
    here = {path.relative_to(tmp_path / "here"): path for path in (tmp_path / "here").rglob("*.*")}
    there = {path.relative_to(tmp_path / "there"): path for path in (tmp_path / "there").rglob("*.*")}
    assert here.keys() == there.keys()
    assert len(here) == 40
    assert all(here[name].read_bytes() == there[name].read_bytes() for name in here)
    truths = [(tmp_path / f"{name}.truth.jsonl").read_bytes() for name in ("here", "there")]
    assert truths[0] == truths[1]


def test_another_seed_gives_another_archive() -> None:
    one, other = (next(files(1, Settings(seed=seed))) for seed in (1, 2))
    assert one.content != other.content


def test_a_larger_archive_begins_with_the_smaller_one_and_can_be_gone_on_with() -> None:
    assert list(files(30, MIXED, first=20)) == [file for file, _ in sample()[20:30]]


def test_files_come_as_a_stream() -> None:
    assert len(list(islice(files(10**7, MIXED), 2))) == 2


def test_variety_gives_every_file_sentences_of_its_own() -> None:
    """Its files share far fewer runs of 12 characters; figures stay what they are."""

    def runs(file: File) -> set[str]:
        text = re.sub("[0-9\\s]", "", file.content.decode("utf-8", "ignore"))
        return {text[place : place + 12] for place in range(len(text) - 12)}

    def common(variety: float) -> int:
        made = [runs(file) for file in files(40, Settings(3, {"txt": 1.0}, 0.0, variety=variety))]
        return sum(len(one & two) for one, two in pairwise(made))

    assert 0 < 2 * common(1.0) < common(0.0)
    varied = [json.loads(file.truth) for file in files(40, Settings(3, {"txt": 1.0}, 0.0, variety=1.0))]
    assert sum(len(row["figures"]) for row in varied) > 400


def test_a_zip_holds_the_same_files(tmp_path: Path) -> None:
    write(12, tmp_path / "packed", Settings(seed=5), as_zip=True)
    with zipfile.ZipFile(tmp_path / "packed.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held == {file.path: file.content for file in files(12, Settings(seed=5))}


# ------------------------------------------------------------------ truth


def test_the_quoted_words_stand_in_the_text_in_their_order(texts: dict[str, str]) -> None:
    for file, truth in sample():
        text, at = bare(texts[file.path]), 0
        for figure in truth["figures"]:
            place = text.find(bare(figure["text"]), at)
            assert place >= 0, (file.path, figure)
            at = place + 1


def test_a_sentence_holds_its_figure_and_stands_in_the_text(texts: dict[str, str]) -> None:
    checked = 0
    for file, truth in sample():
        text = bare(texts[file.path])
        for figure in truth["figures"]:
            assert figure["text"] in figure["sentence"]
            if truth["type"] == "docx":
                checked += 1
                assert bare(figure["sentence"]) in text
    assert checked > 500


def test_people_stand_in_the_text(texts: dict[str, str]) -> None:
    told = [
        (texts[file.path], one["text"], one["kind"]) for file, truth in sample() for one in truth["personal"]
    ]
    numbers = {"mobile", "phone", "email", "id_card", "id_labelled", "bank_card", "account", "messenger"}
    assert {kind for _, _, kind in told} == numbers | {"name", "surname", "address"}
    assert all(bare(words) in bare(text) for text, words, _ in told)


def test_a_plain_number_times_its_measure_is_the_value() -> None:
    measures = data("quantities")["measures"] | {"万人": 10_000, "万平方米": 10_000, "万册": 10_000, "％": 1}
    checked = 0
    for figure in figures():
        match = re.fullmatch(r"(\d+(?:\.\d+)?)([^\d.:：∶]+)", figure["text"])
        if match and figure["value"] is not None and match[2] in measures and figure["damage"] is None:
            checked += 1
            assert Decimal(str(figure["value"])) == Decimal(match[1]) * measures[match[2]], figure
    assert checked > 1000


def test_values_are_null_exactly_where_damage_took_them() -> None:
    kinds = {"placeholder", "lost"}
    assert {figure["damage"] for figure in figures()} >= kinds | {"unit", "garbled", None}
    assert all((figure["value"] is None) == (figure["damage"] in kinds) for figure in figures())


def test_units_are_those_of_the_taxonomy() -> None:
    taxonomy = yaml.safe_load((ROOT / "schemas" / "taxonomy" / "indicators.yaml").read_text(encoding="utf-8"))
    units = {one["id"]: one["unit"] for one in taxonomy["indicators"]}
    ours = {name: spec["unit"] for name, spec in data("quantities")["quantities"].items()}
    assert {name: unit for name, unit in ours.items() if units.get(name) != unit} == {}


def test_numbers_agree_with_each_other() -> None:
    world = World(Random(3), county=False)
    area, pupils = world.value("area.sports"), world.value("students.enrolled")
    assert abs(world.value("per_student.sports") - area / pupils) <= Decimal("0.005")
    assert world.value("staff.full_time_teachers") <= world.value("staff.total") < pupils
    assert world.value("students.enrolled", scope="红旗小学") != pupils


@pytest.mark.parametrize("level", ["school", "county"])
def test_every_template_can_be_filled(level: str) -> None:
    writer = Writer(World(Random(1), level == "county"), Style(Random(1)), Random(1))
    for section, lines in data("templates")[level].items():
        for line in lines:
            for template in line["lines"] if isinstance(line, dict) else [line]:
                filled = words(writer.fill(template, data("templates")["roles"][section]))
                assert "{" not in filled


# ------------------------------------------------------------------ files


def test_word_files_open_with_python_docx() -> None:
    from docx import Document

    tables = 0
    for file, truth in sample():
        if truth["type"] == "docx":
            document = Document(io.BytesIO(file.content))
            title = truth["parts"][0]["title"]
            assert title in [paragraph.text for paragraph in document.paragraphs[:4]]
            tables += len(document.tables)
    assert tables > 3


def test_pdf_files_open_with_pdfplumber_and_pdfium() -> None:
    import pdfplumber
    import pypdfium2

    pages = ruled = 0
    for file, truth in [one for one in sample() if one[1]["type"] == "pdf"][:12]:
        with pdfplumber.open(io.BytesIO(file.content)) as document:
            assert bare(truth["parts"][0]["title"])[:8] in bare(document.pages[0].extract_text())
            ruled += sum(len(page.find_tables()) for page in document.pages)
            pages += len(document.pages)
        opened = pypdfium2.PdfDocument(file.content)
        assert len(opened) >= 1
        opened.close()
    assert pages > 20
    assert ruled >= 1


def test_text_files_come_in_both_encodings() -> None:
    found = set()
    for file, truth in sample():
        if truth["type"] == "txt":
            try:
                file.content.decode("utf-8")
                found.add("utf-8")
            except UnicodeDecodeError:
                assert truth["parts"][0]["title"][:6] in file.content.decode("gb18030")
                found.add("gb18030")
    assert found == {"utf-8", "gb18030"}


def test_types_come_as_asked() -> None:
    kinds = [Path(file.path).suffix for file in files(20, Settings(mix={"txt": 1.0}))]
    assert kinds == [".txt"] * 20


# ------------------------------------------------------------------ copies


def test_copies_are_told_and_exact_ones_have_the_same_bytes() -> None:
    made = {file.path: (file.content, truth) for file, truth in sample()}
    copies = [(file, truth) for file, truth in sample() if truth["copy"]]
    assert 20 <= len(copies) <= 55
    for file, truth in copies:
        content, original = made[truth["copy"]["of"]]
        assert original["copy"] is None
        assert truth["cluster"] == original["cluster"]
        assert (file.content == content) == (truth["copy"]["how"] == "exact")
    others = [truth["cluster"] for _, truth in sample() if not truth["copy"]]
    assert len(others) == len(set(others))


def test_no_copies_where_none_are_wanted() -> None:
    plain = [json.loads(file.truth) for file in files(60, Settings(duplicates=0, damage=0, compilations=0))]
    assert all(truth["copy"] is None and len(truth["parts"]) == 1 for truth in plain)
    assert all(figure["damage"] is None for truth in plain for figure in truth["figures"])


def test_every_way_of_copying_is_met_and_does_what_it_says() -> None:
    settings = Settings(seed=2, mix={"txt": 1.0}, duplicates=0.8, damage=0, compilations=0)
    truths = [json.loads(file.truth) for file in files(300, settings)]
    by_path = {truth["path"]: truth for truth in truths}
    pairs = [(truth["copy"]["how"], truth, by_path[truth["copy"]["of"]]) for truth in truths if truth["copy"]]
    assert {how for how, _, _ in pairs} == {"exact", *NAMES}
    for how, copy, original in pairs:
        told = [(one["indicator"], one["value"]) for one in original["figures"]]
        again = [(one["indicator"], one["value"]) for one in copy["figures"]]
        if how in ("exact", "rewrapped", "noisy", "spun"):
            assert again == told
        elif how in ("half", "quarter"):
            assert again == told[: len(again)]
            assert copy["characters"] < original["characters"]
        elif how == "compiled":
            assert len(copy["parts"]) == 4
        elif how == "renamed":
            assert [name for name, _ in again] == [name for name, _ in told]
            assert again != told


# ------------------------------------------------------------------ people and damage


def digits_of(number: str) -> str:
    """Without what parts its groups, in narrow digits."""
    return unicodedata.normalize("NFKC", re.sub(r"[\s-]", "", number))


def test_passages_about_people_come_from_one_half_only_and_hold_what_they_are_for() -> None:
    for number in range(60):
        blocks = passages(Random(number), Random(f"world {number}"))
        secrets = [
            one for block in blocks for cell in block.cells() for one in cell if isinstance(one, Secret)
        ]
        assert len({one.shape.partition(".")[0] for one in secrets}) <= 1
        assert all("{" not in block.text for block in blocks)


def test_other_names_stand_in_the_passages_of_another_world() -> None:
    texts = ["\n".join(block.text for block in passages(Random(4), Random(seed))) for seed in (1, 2)]
    assert texts[0] != texts[1]
    assert texts[0].count("\n") == texts[1].count("\n")


def test_decoys_are_neither_cards_nor_identity_numbers() -> None:
    for number in range(200):
        digits = decoy.long(Random(number))
        assert identity.luhn_check(digits[:-1]) != digits[-1]
        assert len(digits) != 18 or identity.id_check(digits[:17]) != digits[17]


def test_known_checksums() -> None:
    assert identity.id_check("11010519491231002") == "X"
    assert identity.luhn_check("7992739871") == "3"


def test_cards_have_valid_checksums() -> None:
    assert personal("id_card")
    for number in map(digits_of, personal("id_card")):
        assert re.fullmatch(r"\d{2}9999(19|20)\d{9}[\dX]", number)
        total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
        assert (total + (10 if number[17] == "X" else int(number[17]))) % 11 == 1
    assert personal("bank_card")
    for number in map(digits_of, personal("bank_card")):
        digits = [int(digit) for digit in reversed(number)]
        doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[1::2]]
        assert (sum(digits[::2]) + sum(doubled)) % 10 == 0


FACT = Fact("7216.5平方米", "7216.5", "平方米", "area.building", Decimal("7216.5"), "m2", "actual")
PEOPLE = Fact("312人", "312", "人", "students.enrolled", Decimal(312), "person", "actual")


@pytest.mark.parametrize(
    ("name", "fact", "text", "value", "damage"),
    [
        ("lost", FACT, "平方米", None, "lost"),
        ("starred_unit", FACT, "7216.5*方米", Decimal("7216.5"), "unit"),
        ("starred", FACT, "*方米", None, "lost"),
        ("comma", FACT, "7216、5平方米", Decimal("7216.5"), "garbled"),
        ("wide", FACT, "７２１６．５平方米", Decimal("7216.5"), None),
    ],
)
def test_damage(name: str, fact: Fact, text: str, value: Decimal | None, damage: str | None) -> None:
    hurt = FACTS[name](fact, Random(1))
    assert hurt is not None
    assert (hurt.text, hurt.value, hurt.damage) == (text, value, damage)


def test_damage_that_a_figure_cannot_take() -> None:
    assert FACTS["comma"](PEOPLE, Random(1)) is None
    assert FACTS["starred"](PEOPLE, Random(1)) is None
    assert FACTS["lost"](PEOPLE, Random(1)) is None
    assert FACTS["spaced"](FACT, Random(1)) is None


def test_a_placeholder_keeps_the_measure() -> None:
    hurt = FACTS["placeholder"](PEOPLE, Random(1))
    assert hurt is not None
    assert hurt.text.endswith("人")
    assert not re.search(r"\d", hurt.text)
    assert hurt.value is None


def test_draws_follow_the_shares() -> None:
    rng = Random(1)
    drawn = [draw(rng, {"a": 3.0, "b": 1.0, "never": 0.0}) for _ in range(2000)]
    assert 1400 < drawn.count("a") < 1600
    assert "never" not in drawn


# ------------------------------------------------------------------ command


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.generator", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = run(2, tmp_path)
    assert done.returncode == 1
    assert "is not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_unknown_type_is_refused(tmp_path: Path) -> None:
    done = run(2, tmp_path / "new", "--mix", "odt=1")
    assert done.returncode == 2
    assert "unknown type 'odt'" in done.stderr
