"""Items without their people: text, labels, attributes, relations and meta."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.entry import item as entry
from corpus.item import Item, Label, Layer, Relation, dump, load, ordered
from corpus.redact.find import find
from corpus.redact.option import PLACEHOLDERS, Options
from corpus.redact.redactor import Redactor
from corpus.redact.stand_in import Pseudonyms

SAMPLES = sorted((Path(__file__).resolve().parents[2] / "samples").glob("*.txt"))
TEXT = (
    "一、组织领导\n组长：林秋白（校长）\n成员：何　清、罗一鸣\n"
    "林秋白负责全面工作，联系电话：138-1234-5678。在校学生1234人，何清任教三十年。\n"
)
PSEUDONYMS = Options(pseudonyms="nobody knows")


def label(number: str, layer: Layer, words: str, **attributes: Any) -> Label:
    start = TEXT.index(words)
    return Label(number, layer, start, start + len(words), words, layer, attributes)


def sample() -> Item:
    labels = [
        label("h1", "people", "组长：林秋白", role="组长", name="林秋白"),
        label("h2", "people", "何　清", role="成员", name="何清"),
        label("g1", "goals", "林秋白负责全面工作，联系电话：138-1234-5678。", owner="林秋白", deadline=None),
        label("q1", "quantities", "1234人", value=1234),
        label(
            "f1", "figures", "1234人", label="在校学生", entity="何清所在学校", nested={"of": ["林秋白", 3]}
        ),
        label("q2", "quantities", "5678", value=5678),
        label("f2", "figures", "5678", value=5678),
    ]
    relations = (Relation("holds", "g1", "f1"), Relation("holds", "g1", "f2"))
    meta = {
        "sha256": "00", "path": "/档案/林秋白/何清的总结.docx", "title": "林秋白校长述职", "subject": None,
        "issuer": "罗一鸣", "part": 1,
    }  # fmt: skip
    return Item("00#1", TEXT, {"kind": "plan", "level": "school"}, ordered(labels), relations, meta)


def test_the_text_and_its_labels() -> None:
    done = Redactor().redact(sample())
    assert done.text == (
        "一、组织领导\n组长：〔姓名〕（校长）\n成员：〔姓名〕、〔姓名〕\n"
        "〔姓名〕负责全面工作，联系电话：〔电话〕。在校学生1234人，〔姓名〕任教三十年。\n"
    )
    stands = {one.id: one.text for one in done.labels}
    assert stands == {
        "h1": "组长：〔姓名〕",
        "h2": "〔姓名〕",
        "g1": "〔姓名〕负责全面工作，联系电话：〔电话〕。",
        "q1": "1234人",
        "f1": "1234人",
    }


def test_labels_inside_go_with_their_relations_and_are_counted() -> None:
    done = Redactor().redact(sample())
    assert done.relations == (Relation("holds", "g1", "f1"),)
    # Two names of the meta count too: the title's and the issuer's went with the text's.
    assert done.meta["redacted"] == {"labels": 2, "name": 5, "phone": 1}


def test_attributes_and_meta() -> None:
    done = Redactor().redact(sample())
    attributes = {one.id: dict(one.attributes) for one in done.labels}
    assert attributes["h1"] == {"role": "组长", "name": "〔姓名〕"}
    assert attributes["h2"]["name"] == "〔姓名〕"
    assert attributes["g1"] == {"owner": "〔姓名〕", "deadline": None}
    assert attributes["f1"]["entity"] == "〔姓名〕所在学校"
    assert attributes["f1"]["nested"] == {"of": ["〔姓名〕", 3]}
    assert attributes["q1"] == {"value": 1234}
    assert done.meta["path"] is None
    assert done.meta["title"] == "〔姓名〕校长述职"
    assert done.meta["issuer"] == "〔姓名〕"
    assert (done.meta["part"], done.meta["subject"]) == (1, None)


def test_a_path_that_is_kept_is_redacted() -> None:
    done = Redactor(Options(keep_path=True)).redact(sample())
    assert done.meta["path"] == "/档案/〔姓名〕/〔姓名〕的总结.docx"


def test_what_stands_in_meta_alone() -> None:
    one = replace(
        sample(),
        text="无",
        labels=(),
        relations=(),
        meta={"title": "王芳老师事迹（13812345678）", "path": "x"},
    )
    done = Redactor().redact(one)
    assert done.meta["title"] == "〔姓名〕老师事迹（〔电话〕）"
    assert done.meta["redacted"] == {"name": 1, "phone": 1}


def test_a_name_that_only_the_record_has_goes_from_the_attributes_too() -> None:
    text = "组长：王\n12、强。"
    person = Label("h1", "people", 0, 9, text[:9], "person", {"role": "组长", "name": "庹拾得"})
    done = Redactor().redact(Item("1#1", text, {}, (person,)))
    assert done.labels[0].attributes["name"] == "〔姓名〕"


def test_a_label_that_ends_within_a_stretch_takes_all_of_it() -> None:
    text = "校长林秋白同志"
    labels = (
        Label("p1", "problems", 0, 3, "校长林", "problem"),
        Label("p2", "problems", 4, 7, "白同志", "problem"),
    )
    done = Redactor().redact(Item("1#1", text, {}, labels))
    assert [one.text for one in done.labels] == ["校长〔姓名〕", "〔姓名〕同志"]


def test_surnames_in_attributes_go_with_their_title_only() -> None:
    text = "会上，王校长强调。"
    goal = Label("g1", "goals", 3, 9, text[3:], "goal", {"owner": "王校长", "rule": "王牌"})
    done = Redactor().redact(Item("1#1", text, {}, (goal,)))
    assert done.labels[0].attributes == {"owner": "〔姓名〕校长", "rule": "王牌"}


def test_an_item_of_nobody_keeps_everything_but_its_path() -> None:
    one = Item("1#1", "在校学生1234人。", {"kind": "plan"}, (), (), {"path": "a.docx", "title": "计划"})
    done = Redactor().redact(one)
    assert done == replace(one, meta={"path": None, "title": "计划", "redacted": {}})


def test_schools_on_request() -> None:
    text = "红旗小学与临溪县第二中学结对。"
    one = Item("1#1", text, {}, (), (), {"subject": "红旗小学", "title": "红旗小学计划"})
    assert Redactor().redact(one).text == text
    done = Redactor(Options(schools=True)).redact(one)
    assert done.text == "〔学校〕与〔学校〕结对。"
    assert (done.meta["subject"], done.meta["title"]) == ("〔学校〕", "〔学校〕计划")


# ------------------------------------------------------------------ pseudonyms


def test_pseudonyms_are_the_same_in_every_document_and_differ_by_secret() -> None:
    first = Redactor(PSEUDONYMS).redact(sample())
    other = Redactor(PSEUDONYMS).redact(replace(sample(), id="01#1"))
    assert first.text == other.text
    assert Redactor(Options(pseudonyms="another")).redact(sample()).text != first.text
    person = next(one for one in first.labels if one.id == "h1")
    assert person.text == f"组长：{person.attributes['name']}"
    assert first.text.count(person.attributes["name"]) == 2


def test_pseudonyms_keep_length_and_script_and_never_clash_in_a_document() -> None:
    draw = Pseudonyms("secret", {"王强"})
    drawn = {
        name: draw("name", name)
        for name in [f"王{given}" for given in "强明芳娜敏静丽磊军洋勇艳杰娟涛超秀霞平刚" * 1]
    }
    assert len(set(drawn.values())) == len(drawn)
    assert all(len(new) == 2 and new != old for old, new in drawn.items())
    assert "王强" not in drawn.values()
    assert len(draw("name", "欧阳雪")) == 3
    assert len(draw("name", "欧阳小雪")) == 4
    assert re.fullmatch("[一-龥]{2}·[一-龥]{2}", draw("name", "扎西·多吉"))
    assert draw("name", "何　清") == draw("name", "何清")


@pytest.mark.parametrize(
    ("kind", "text", "form"),
    [
        ("phone", "138-1234-5678", r"100-\d{4}-\d{4}"),
        ("phone", "１３８１２３４５６７８", r"100\d{8}"),
        ("phone", "0312-1234567", r"000\d-?\d{7}"),
        ("id", "11010519491231002X", r"99\d{16}"),
        ("bank_card", "6217 0012 3456 7890 128", r"99\d\d \d{4} \d{4} \d{4} \d{3}"),
        ("email", "lin@mail.example", r"\d{8}@example\.com"),
        ("school", "临溪县第二中学", "[一-龥]{4}中学"),
    ],
)
def test_invented_numbers_can_be_nobodys(kind: Any, text: str, form: str) -> None:
    assert re.fullmatch(form, Pseudonyms("secret")(kind, text))


@given(
    st.from_regex(
        r"[1-6][1-5][0-9]{4}19[5-9][0-9](0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}[0-9X]", fullmatch=True
    )
)
def test_an_invented_identity_number_never_holds(number: str) -> None:
    from corpus.redact.number import identity_holds

    assert not identity_holds(Pseudonyms("secret")("id", number))


def test_an_empty_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="secret"):
        Options(pseudonyms="")


def test_pseudonyms_are_not_given_pseudonyms() -> None:
    done = Redactor(PSEUDONYMS).redact(sample())
    assert Redactor(PSEUDONYMS).redact(done) is done


# ------------------------------------------------------------------ anything


@cache
def items() -> list[Item]:
    """Every document of the samples as the build makes it."""
    from pipeline.extract import lines, text
    from schemas.number import loads

    return [entry(loads(line), text(path)) for path in SAMPLES for line in lines(path)]


@pytest.mark.parametrize("options", [Options(), PSEUDONYMS, Options(schools=True, keep_path=True)])
def test_no_name_of_a_sample_survives_and_figures_stay(options: Options) -> None:
    for one in items():
        done = Redactor(options).redact(one)
        told = dump(done)
        for person in one.layer("people"):
            assert not person.attributes["name"] or person.attributes["name"] not in told
        figures = [figure.text for figure in one.layer("figures")]
        assert [figure.text for figure in done.layer("figures")] == figures
        assert load(told) == done


def test_samples_twice_are_the_same() -> None:
    for one in items():
        done = Redactor().redact(one)
        assert Redactor().redact(done) == done


SECRETS = {
    "林秋白": "组长：林秋白，", "欧阳雪": "欧阳雪老师说，", "138 1234 5678": "电话：138 1234 5678。", "110105194912310029": "身份证号110105194912310029，",
    "何清芳": "联系人：何清芳；", "1381234\n5678": "", "lin@mail.example": "邮箱lin@mail.example。", "文化路8号3栋201室": "家住文化路8号3栋201室，",
}  # fmt: skip
FILLER = [
    "在校学生1234人。",
    "高中阶段任务繁重，",
    "\n",
    "\t",
    "依据〔2022〕17号，",
    "〔姓名〕",
    "王强调",
    "　　",
    "A",
    "😀",
    "１２",
    "x" * 30,
]


@st.composite
def documents(draw: st.DrawFn) -> tuple[Item, list[str]]:
    pieces = draw(
        st.lists(st.sampled_from([*filter(None, SECRETS.values()), *FILLER]), min_size=1, max_size=14)
    )
    text = "".join(pieces)
    places = st.integers(0, len(text) - 1)
    labels = []
    for number, ends in enumerate(draw(st.lists(st.tuples(places, places), max_size=8))):
        start, end = min(ends), max(ends) + 1
        layer = draw(st.sampled_from(["people", "figures", "goals"]))
        name = draw(st.sampled_from([None, *[secret for secret in SECRETS if secret in text]]))
        told = {"name" if layer == "people" and (name or "").isalpha() else "note": name}
        labels.append(Label(f"l{number}", layer, start, end, text[start:end], layer, told))
    ids = [one.id for one in labels]
    relations = tuple(Relation("holds", head, ids[0]) for head in ids[1:])
    secrets = [secret for secret, shown in SECRETS.items() if shown and shown in pieces]
    meta = {
        "title": draw(st.sampled_from([None, *secrets])),
        "path": draw(st.sampled_from(["a.txt", *secrets])),
    }
    return Item("1#1", text, {}, ordered(labels), relations, meta), secrets


@settings(max_examples=150, deadline=None)
@given(documents(), st.sampled_from([Options(), PSEUDONYMS, Options(keep_path=True)]))
def test_whatever_the_item_labels_hold_and_no_secret_survives(
    case: tuple[Item, list[str]], options: Options
) -> None:
    one, secrets = case
    done = Redactor(options).redact(one).check()
    told = dump(done)
    for secret in secrets:
        assert secret not in told
    assert len(done.labels) + done.meta["redacted"].get("labels", 0) == len(one.labels)
    assert Redactor(options).redact(done) == done
    assert load(told) == done


@given(st.text(alphabet="王强林组长：、 \n\t138-5〔姓名〕@a.村3号路，老师（）", max_size=80))
@settings(max_examples=200, deadline=None)
def test_anything_is_read_in_order_and_apart(text: str) -> None:
    found = find(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.start < one.end for one in found)


@pytest.mark.parametrize("title", ["甲\x00乙", "甲\n\x00\n乙"])
def test_a_title_may_hold_any_sign(title: str) -> None:
    one = Item("1#1", "联系人：林秋白，电话13912345678。", {}, (), (), {"title": title, "path": "a.txt"})
    assert Redactor().redact(one).meta["title"] == title


def test_words_beside_a_placeholder_are_no_names_of_their_own() -> None:
    assert find("组长：〔姓名〕，王强调〔姓名〕老师说，") == []


def test_placeholders_are_found_to_be_nobody() -> None:
    text = "".join(
        f"组长：{placeholder}，联系电话：{placeholder}老师。" for placeholder in PLACEHOLDERS.values()
    )
    assert find(text) == []
