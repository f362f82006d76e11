"""The way of a correction: shown, edited in the tool's own form, read back as a layer, applied, agreed on, gold."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.format.base import Annotation
from corpus.format.doccano import DoccanoFormat
from corpus.format.labelstudio.studio import LabelStudioFormat
from corpus.item import LAYERS, Item, Label, Relation, WrongItem, ordered
from corpus.review.agreement import Agreement, kappa
from corpus.review.choice import chosen
from corpus.review.correction import applied, corrected, dump, load
from corpus.review.gold import gold, write_gold
from corpus.review.layer import Layer, agreed, read_layer, reviewed, write_layer

TEXT = "学校占地面积12000平方米，在校学生856人，教师45人。\n到2028年，生均图书达到30.5册。"


def label(name: str, layer: str, words: str, kind: str, score: float | None = None, **told: Any) -> Label:
    start = TEXT.index(words)
    return Label(
        name, layer, start, start + len(words), words, kind, told, score, None if score is None else "r"
    )  # type: ignore[arg-type]


def figure(name: str, words: str, kind: str, value: str, score: float = 0.9, **told: Any) -> Label:
    return label(
        name,
        "figures",
        words,
        kind,
        score,
        value=Decimal(value),
        unit="m2",
        role="actual",
        stage=None,
        **told,
    )


ITEM = Item(
    "0" * 64 + "#1",
    TEXT,
    {"kind": "plan", "level": "school"},
    ordered(
        [
            figure("f1", "12000平方米", "area.land", "12000"),
            figure("f2", "856人", "students.enrolled", "856", 0.5),
            figure("f3", "45人", "staff.teachers", "45"),
            label("n1", "names", "占地面积", "area.land"),
            label(
                "g1", "goals", "生均图书达到30.5册", "goal", deadline="2028年", quantified=True, owner=None
            ),
        ]
    ),
    (Relation("names", "n1", "f1"),),
    {"title": "甲校方案", "cluster": 1},
)

Edit = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def studio(
    folder: Path, edit: Edit, item: Item = ITEM, author: str = "a@x", time: str = "2026-01-02"
) -> Annotation:
    """The item as Label Studio exports it after somebody took over the prediction and edited it."""
    with LabelStudioFormat().writer(folder, "train") as writer:
        writer.write(item)
    (task,) = json.loads((folder / "train.json").read_text())
    result = edit(task["predictions"][0]["result"])
    task["annotations"] = [
        {"id": 1, "completed_by": {"id": 1, "email": author}, "updated_at": time, "result": result}
    ]
    (folder / "export.json").write_text(json.dumps([task]))
    (annotation,) = LabelStudioFormat().annotations(folder / "export.json")
    return annotation


def unchanged(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return result


def test_taking_all_over_changes_nothing(tmp_path: Path) -> None:
    correction = corrected(ITEM, studio(tmp_path, unchanged), LAYERS)
    assert correction.empty
    assert (correction.author, correction.time) == ("a@x", "2026-01-02")
    assert applied(ITEM, correction) == ITEM


def test_exactly_the_edited_spans_change(tmp_path: Path) -> None:
    def edit(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
        kept = [one for one in result if one.get("id") != "f3"]
        for one in kept:
            if one.get("id") == "f2" and one["from_name"] == "figures":
                one["value"]["labels"] = ["students.boarding"]
            if one.get("id") == "f1" and one["from_name"] == "figures_value":
                one["value"]["text"] = ["12000.5"]
        start = TEXT.index("30.5册")
        place = {"start": start, "end": start + 5, "text": "30.5册"}
        new = {
            "id": "zz",
            "from_name": "figures",
            "to_name": "text",
            "type": "labels",
            "value": {**place, "labels": ["per_student.books"]},
        }
        return [*kept, new]

    correction = corrected(ITEM, studio(tmp_path, edit), LAYERS)
    assert sorted((one.operation, one.was) for one in correction.changes if one.was) == [
        ("change", "f1"),
        ("change", "f2"),
        ("remove", "f3"),
    ]
    item = applied(ITEM, correction)
    now, before = {one.id: one for one in item.labels}, {one.id: one for one in ITEM.labels}
    assert now["n1"] is before["n1"]
    assert now["g1"] is before["g1"]
    assert now["f2"].label == "students.boarding"
    assert now["f1"].attributes == {**before["f1"].attributes, "value": Decimal("12000.5")}
    assert now["f1"].score is None  # no machine is sure of what a person wrote
    (added,) = [one for name, one in now.items() if name not in before]
    assert (added.text, added.label) == ("30.5册", "per_student.books")
    assert "f3" not in now
    assert item.relations == ITEM.relations


def test_layers_that_were_not_shown_stay(tmp_path: Path) -> None:
    annotation = replace(studio(tmp_path, unchanged), labels=(), relations=())
    correction = corrected(ITEM, annotation, ("goals",))
    assert [one.was for one in correction.changes] == ["g1"]
    assert correction.dropped == ()


def test_doccano_shows_no_attributes_so_none_are_lost(tmp_path: Path) -> None:
    with DoccanoFormat().writer(tmp_path, "train") as writer:
        writer.write(ITEM)
    row = json.loads((tmp_path / "train.jsonl").read_text())
    row["entities"] = [one for one in row["entities"] if one["text"] != "856人"]
    (tmp_path / "li.jsonl").write_text(json.dumps(row))
    (annotation,) = DoccanoFormat().annotations(tmp_path / "li.jsonl")
    correction = corrected(ITEM, annotation, LAYERS)
    assert [(one.operation, one.was) for one in correction.changes] == [("remove", "f2")]
    assert correction.author == "li"
    assert correction.added == correction.dropped == ()


def test_another_text_is_refused(tmp_path: Path) -> None:
    annotation = replace(studio(tmp_path, unchanged), text=TEXT + "。")
    with pytest.raises(WrongItem, match="another text"):
        corrected(ITEM, annotation, LAYERS)
    correction = corrected(ITEM, studio(tmp_path, unchanged), LAYERS)
    with pytest.raises(WrongItem, match="another text"):
        applied(replace(ITEM, text=TEXT + "。"), correction)


def test_classes_can_be_corrected(tmp_path: Path) -> None:
    def edit(result: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for one in result:
            if one.get("from_name") == "class_level":
                one["value"]["choices"] = ["county"]
        return result

    correction = corrected(ITEM, studio(tmp_path, edit), LAYERS)
    assert correction.classes == {"level": "county"}
    assert applied(ITEM, correction).classes == {"kind": "plan", "level": "county"}


def dropping(*names: str) -> Edit:
    """Delete regions as the editor does, with the relations from and to them."""
    ends = ("id", "from_id", "to_id")
    return lambda result: [one for one in result if not {one.get(end) for end in ends} & {*names}]


def test_a_layer_keeps_the_latest_of_each_author(tmp_path: Path) -> None:
    layer = Layer()
    early = corrected(ITEM, studio(tmp_path, dropping("f3")), LAYERS)
    late = corrected(ITEM, studio(tmp_path, unchanged, time="2026-02-01"), LAYERS)
    other = corrected(ITEM, studio(tmp_path, dropping("f2"), author="b@x"), LAYERS)
    assert [layer.add(one) for one in (late, early, other, other)] == [True, False, True, False]
    write_layer(layer, tmp_path / "corrections.jsonl")
    known = read_layer(tmp_path / "corrections.jsonl")
    assert known.by_item()[ITEM.id] == [late, other]
    ((item, versions),) = reviewed([ITEM, replace(ITEM, id="1" * 64 + "#1")], known)
    assert item is ITEM
    assert [len(one.labels) for one in versions] == [5, 4]


def test_a_correction_comes_back_from_its_line(tmp_path: Path) -> None:
    correction = corrected(ITEM, studio(tmp_path, dropping("f3", "n1")), LAYERS)
    assert load(dump(correction)) == correction
    with pytest.raises(WrongItem, match="no correction"):
        load('{"item": 1}')


def test_a_damaged_layer_is_told_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    path.write_text("{}\n")
    with pytest.raises(WrongItem, match="line 1"):
        read_layer(path)


def test_most_decide() -> None:
    without = replace(ITEM, labels=tuple(one for one in ITEM.labels if one.id != "f2"))
    moved = replace(
        ITEM,
        labels=tuple(
            replace(one, attributes={**one.attributes, "role": "target"}) if one.id == "f3" else one
            for one in ITEM.labels
        ),
    )
    item = agreed(ITEM, [without, moved, moved])
    assert {one.id: one.attributes.get("role") for one in item.layer("figures")} == {
        "f1": "actual",
        "f2": "actual",
        "f3": "target",
    }
    # One against one is no majority: what only one of two holds is left out.
    assert [one.id for one in agreed(ITEM, [without, ITEM]).layer("figures")] == ["f1", "f3"]


def test_agreement_counts_spans_and_choices() -> None:
    other = replace(
        ITEM,
        labels=ordered(
            replace(one, label="area.building") if one.id == "f1" else one
            for one in ITEM.labels
            if one.id != "f2"
        ),
        classes={"kind": "report", "level": "school"},
    )
    agreement = Agreement()
    agreement.add({"a": ITEM, "b": other})
    agreement.add({"a": ITEM})
    told = agreement.told()
    assert told["documents"] == 1
    layers = {row["layer"]: row for row in told["layers"]}
    # f3 in common; f1 under two labels counts once for each; f2 one has alone.
    assert (layers["figures"]["both"], layers["figures"]["one"]) == (1, 3)
    assert layers["figures"]["f1"] == Decimal("0.4")
    assert layers["goals"]["f1"] == 1
    attributes = {(row["layer"], row["attribute"]): row for row in told["attributes"]}
    assert attributes["figures", "label"]["same"] == Decimal("0.5")
    assert attributes["figures", "role"] == {
        "layer": "figures",
        "attribute": "role",
        "compared": 2,
        "same": 1,
        "kappa": None,
    }
    assert attributes["classes", "kind"]["same"] == 0


def test_kappa_is_that_of_the_textbook() -> None:
    # Cohen 1960: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no.
    pairs = {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    assert kappa(pairs) == Decimal("0.4")
    assert kappa({("y", "y"): 3}) is None
    assert kappa({}) is None


@given(
    st.dictionaries(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), st.integers(1, 50), min_size=1)
)
def test_kappa_is_never_above_one(pairs: dict[tuple[str, str], int]) -> None:
    found = kappa(pairs)
    assert found is None or -1 <= found <= 1
    assert kappa({(b, a): count for (a, b), count in pairs.items()}) == found


def many() -> list[Item]:
    sure = [figure("f1", "12000平方米", "area.land", "1", 0.99)]
    doubtful = [figure("f1", "12000平方米", "area.land", "1", 0.6)]
    rare = [figure("f1", "12000平方米", "rank", "1", 0.7)]
    shapes = [sure, doubtful, rare, sure, sure, doubtful]
    clusters = [1, 2, 3, 4, 5, 2]
    return [
        replace(ITEM, id=f"{number:064}#1", labels=tuple(labels), relations=(), meta={"cluster": cluster})
        for number, (labels, cluster) in enumerate(zip(shapes, clusters, strict=True))
    ]


def test_the_doubtful_come_first_one_of_a_cluster() -> None:
    found = [int(one.id[:64]) for one in chosen(many, 3, "uncertain")]
    assert found == [5, 2, 4]
    assert [int(one.id[:64]) for one in chosen(many, 2, "valuable")] == [2, 5]
    spare = frozenset({many()[5].id, many()[1].id})
    assert [int(one.id[:64]) for one in chosen(many, 1, "uncertain", spare=spare)] == [2]


def test_a_sample_follows_from_its_seed() -> None:
    first = [one.id for one in chosen(many, 3, "random", seed=4)]
    assert first == [one.id for one in chosen(many, 3, "random", seed=4)]
    assert len(set(first)) == 3


def test_gold_has_the_form_that_is_scored(tmp_path: Path) -> None:
    path = write_gold(ITEM, tmp_path)
    told = json.loads(path.read_text())
    assert told == json.loads(json.dumps(gold(ITEM, told["source"]), default=float))
    text = (tmp_path / told["source"]).read_text()
    assert text == TEXT
    for layer in ("figures", "goals", "stages", "problems", "citations", "people"):
        for one in told[layer]:
            assert text[one["start"] : one["end"]] == one["text"]
    assert told["parts"][0]["kind"] == "plan"
    first = told["figures"][0]
    assert first == {
        "start": 6, "end": 14, "text": "12000平方米", "value": 12000, "value_max": None, "unit": "m2", "op": "=",
        "approx": False, "indicator": "area.land", "role": "actual", "stage": None, "qualifier": None, "entity": None,
        "period": None, "verdict": None, "damage": None,
    }  # fmt: skip
    assert told["goals"] == [
        {"start": 38, "end": 49, "text": "生均图书达到30.5册", "deadline": "2028年", "quantified": True}
    ]
