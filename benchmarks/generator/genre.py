"""Documents of the genre: sections, numbered items, tables, signatures, as long and as dense as asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from benchmarks.generator.data import data, draw
from benchmarks.generator.grammar import Writer
from benchmarks.generator.people import passages
from benchmarks.generator.piece import Block, Fact, Inline, Name, Part, Secret, extent, words
from benchmarks.generator.wording import Style, ordinal
from benchmarks.generator.world import OWN, World

# From this length a document has its optional sections too.
_FULL = 1500


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn of a document before it is written; ``form`` and ``world`` seed words and names."""

    kind: str
    county: bool
    characters: int
    every: int
    personal: bool
    form: str
    world: str


def plan(rng: Random, seed: str, kind: str | None = None) -> Plan:
    """The document that a generator of numbers leads to; those of a given kind, for compilations, are short."""
    shares = data("archive")
    small = kind is not None
    kind = kind or draw(rng, shares["kinds"])
    county = kind == "bulletin" or rng.random() < shares["county_share"]
    pages = 1 if small else draw(rng, shares["pages"])
    characters = int(pages * shares["page_characters"] * rng.uniform(0.75, 1.1))
    every = draw(rng, shares["figure_every"])
    return Plan(kind, county, characters, every, rng.random() < shares["personal_share"], seed, seed)


def document(what: Plan, masked: bool = False, variety: float = 0.0) -> Part:
    """The document of a plan; ``masked`` as web sites do with years. The same plan gives the same document.

    ``variety`` is the share of its sentences that are put together anew, or led in so where they tell figures.
    """
    form = Random(f"form {what.form}")
    world = World(Random(f"world {what.world}"), what.county)
    writer = Writer(world, Style(Random(f"style {what.form}")), form, masked, variety)
    return _Composer(what, writer).part()


@dataclass(slots=True)
class _Composer:
    what: Plan
    writer: Writer
    characters: int = 0
    facts: int = 0
    blocks: list[Block] = field(default_factory=list)
    _pools: dict[str, list[str]] = field(default_factory=dict)
    _rounds: dict[str, int] = field(default_factory=dict)

    @property
    def level(self) -> str:
        return "county" if self.what.county else "school"

    def part(self) -> Part:
        form, writer, what = self.writer.form, self.writer, self.what
        templates = data("templates")
        titles = templates["titles"][what.kind]
        title = words(writer.fill(form.choice(titles[self.level])))
        self._add(Block("title", [Name(title)]))
        preamble = writer.fill(form.choice(templates["preamble"][what.kind]))
        self._add(Block("body", [writer.plain(), *preamble] if writer.varies() else preamble))
        chosen = self._sections(templates["kinds"][what.kind][self.level])
        for number, section in enumerate(chosen, start=1):
            if section == "bulletin":
                self._bulletin()
                continue
            self._heading(1, number, form.choice(templates["headings"][section]))
            self._section(section, what.characters * number / len(chosen))
        if what.personal:
            # Draws of their own, so that all the rest of the archive stays as it was.
            for block in passages(Random(f"shapes {what.form}"), Random(f"people {what.world}")):
                self._add(block)
        self._sign()
        return Part(
            title,
            what.kind if what.kind != "bulletin" else "report",
            self.level,
            writer.world.subject,
            self.blocks,
        )

    def _sections(self, names: list[str]) -> list[str]:
        full = self.what.characters >= _FULL
        chosen = [name.lstrip("?") for name in names if full or not name.startswith("?")]
        if self.what.personal and "lead" not in chosen:
            chosen.append(self.writer.form.choice(["lead", "aid"]) if not self.what.county else "lead")
        return chosen

    def _section(self, name: str, until: float) -> None:
        make: dict[str, Callable[[], None]] = {
            "lead": self._lead,
            "phase": self._phases,
            "table": self._tables,
            "aid": self._aid,
        }
        if name in make:
            make[name]()
        elif name in ("goal", "criterion", "problem"):
            self._items(name, until)
        elif name in ("work", "measure", "ahead"):
            self._chapters(name, until)
        else:
            self._prose(name if name in data("templates")["roles"] else "", until)

    def _prose(self, name: str, until: float) -> None:
        self._add(Block("body", self._paragraph(name, 3)))
        while self.characters < until:
            self._add(Block("body", self._paragraph(name, self.writer.form.choice([2, 3, 4]))))

    def _chapters(self, name: str, until: float) -> None:
        form = self.writer.form
        points = form.sample(data("templates")["points"], 12)
        count = 0
        while (self.characters < until or count < 2) and points:
            count += 1
            heading = points.pop()
            if form.random() < 0.5:
                self._heading(2, count, heading)
                self._add(Block("body", self._paragraph(name, form.choice([2, 3, 4]))))
            else:
                inline: list[Inline] = [f"{heading}。", *self._paragraph(name, form.choice([2, 3]))]
                self._add(Block("item", inline, 2, self._label(2, count)))
            while form.random() < 0.4 and self.characters < until:
                self._add(Block("body", self._paragraph(name, form.choice([2, 3]))))

    def _items(self, name: str, until: float) -> None:
        """Numbered items: aims with and without numbers, problems and criteria one sentence of theirs each."""
        form, count = self.writer.form, 0
        enough = len(data("templates")[self.level][name])
        while count < 2 or (self.characters < until and count < enough):
            count += 1
            if name == "goal":
                inline = [*self._paragraph(name, 1), form.choice(["；", "。"])]
            else:
                inline = self._stated(name)
                if self.characters < until and form.random() < 0.6:
                    inline.append(self.writer.plain())
            self._add(Block("item", inline, 3, self._label(3, count)))
        while self.characters < until:
            self._add(Block("body", self._paragraph("", 3)))

    def _paragraph(self, name: str, length: int) -> list[Inline]:
        """Sentences with figures while the text holds fewer than it should, else without."""
        inline: list[Inline] = []
        facts, characters = self.facts, self.characters
        for _ in range(length):
            if name and facts * self.what.every <= characters:
                sentence = self._stated(name)
            else:
                sentence = [self.writer.clause() if name == "goal" else self.writer.plain()]
            inline += sentence
            facts += sum(isinstance(piece, Fact) for piece in sentence)
            characters += extent(sentence)
        return inline

    def _stated(self, name: str) -> list[Inline]:
        """The next sentence of a section; once all are used they are told of other schools."""
        stated = self._told(name)
        if not self.writer.varies():
            return stated
        if name == "criterion":  # begins with the criterion's name
            return [*stated, f"{self.writer.varied()}。"]
        return [f"{self.writer.varied()}，", *stated]

    def _told(self, name: str) -> list[Inline]:
        pool = self._pools.get(name)
        if not pool:
            pool = self._pool(name)
            self._pools[name] = pool
            self._rounds[name] = self._rounds.get(name, -1) + 1
        role = data("templates")["roles"][name]
        if not self._rounds[name]:
            return self.writer.fill(pool.pop(), role)
        [school] = self.writer.world.near(1)
        return [Name(school), "：", *self.writer.fill(pool.pop(), role, f"{school}{self._rounds[name]}")]

    def _pool(self, name: str) -> list[str]:
        """The section's sentences in a drawn order, taken from the end; those without numbers first in thin texts."""
        templates = data("templates")
        pool = list(templates[self.level][templates["pools"].get(name, name)])
        self.writer.form.shuffle(pool)
        if self.what.every > 60:
            pool.sort(key=lambda template: "{" not in template)
        return pool

    def _bulletin(self) -> None:
        for number, section in enumerate(data("templates")["county"]["bulletin"], start=1):
            self._heading(1, number, section["title"])
            inline: list[Inline] = []
            for line in section["lines"]:
                inline += self.writer.fill(line, "actual", f"{OWN}{line}")
                while self.facts + _count(inline) > (self.characters + extent(inline)) / self.what.every + 9:
                    inline.append(self.writer.plain())
            self._add(Block("body", inline))
        while self.characters < self.what.characters:
            self._add(Block("body", [self.writer.plain() for _ in range(3)]))

    def _lead(self) -> None:
        form, fill = self.writer.form, self.writer.fill
        self._add(
            Block(
                "body", [f"为加强对工作的领导，成立{form.choice(['工作', '创建工作', '迎检工作'])}领导小组："]
            )
        )
        self._add(Block("body", _named(fill("组长：{name}（{post}）"), "组长")))
        deputies = form.choice(
            ["副组长：{name}", "副组长：{name}、{name}", "副组长：{name}（{post}） {name}（{post}）"]
        )
        self._add(Block("body", _named(fill(deputies), "副组长")))
        separator = form.choice(["、", " ", "　"])
        members = "成员：" + separator.join(["{name}"] * form.choice([3, 4, 6, 9]))
        self._add(Block("body", _named(fill(members), "成员")))
        if self.what.personal:
            contact = form.choice(
                [
                    "领导小组下设办公室，{name}兼任办公室主任，联系电话：{mobile}。",
                    "联系人：{name}，联系电话：{phone}，手机：{mobile}，电子邮箱：{email}。",
                    "办公室设在教务处，由{name}负责日常工作，电话{phone}。",
                ]
            )
            self._add(Block("body", fill(contact)))

    def _aid(self) -> None:
        head: list[list[Inline]] = [["序号"], ["姓名"], ["身份证号"], ["银行卡号"], ["联系电话"]]
        rows = [head]
        for number in range(1, self.writer.form.choice([4, 6, 9])):
            cells = (f"{number}", "{name}", "{id_card}", "{bank_card}", "{mobile}")
            rows.append([self.writer.fill(cell) for cell in cells])
        self._add(Block("table", rows=rows))

    def _phases(self) -> None:
        templates, form = data("templates"), self.writer.form
        names = templates["phases"][: form.choice([3, 4, 5])]
        month = form.randrange(1, 9)
        for number, name in enumerate(names, start=1):
            when = f"（{self.writer.word('year')}年{month}月—{month + 1}月）" if month < 12 else ""
            month = month + 2 if month < 10 else 12
            inline: list[Inline] = [
                f"第{ordinal(number)}阶段：{name}{when}。{form.choice(templates['phase_work'])}"
            ]
            self._add(Block("item", inline, 2, ""))

    def _tables(self) -> None:
        if self.what.county or self.writer.form.random() < 0.4:
            self._schools()
        else:
            self._norms()

    def _schools(self) -> None:
        form, world = self.writer.form, self.writer.world
        columns = form.sample(data("templates")["columns"], form.choice([3, 4, 5]))
        rows: list[list[list[Inline]]] = [[["学校"], *([column["head"]] for column in columns)]]
        rows += [
            [[Name(school)], *([self._cell(column, "actual", school)] for column in columns)]
            for school in world.near(form.choice([4, 6, 9, 14, 20]))
        ]
        self._add(Block("body", [f"表{form.choice(['1', '一'])}　各学校基本情况统计表"], 0, ""))
        self._add(Block("table", rows=rows))

    def _norms(self) -> None:
        rows: list[list[list[Inline]]] = [[["指标"], ["标准"], ["我校实际"], ["是否达标"]]]
        for norm in data("templates")["norms"]:
            met = "达标" if self.writer.world.meets(norm["indicator"]) else "不达标"
            cells = [self._cell(norm, role) for role in ("standard", "actual")]
            rows.append([[norm["name"]], *([cell] for cell in cells), [Name(met)]])
        self._add(Block("table", rows=rows))

    def _cell(self, column: dict[str, str], role: str, scope: str = "") -> Fact:
        """A bare number: its measure stands in the heading."""
        value = self.writer.world.value(column["indicator"], role, scope)
        measure = column["measure"]
        factor = data("quantities")["measures"][measure]
        number = format((value / Decimal(factor)).quantize(Decimal("0.01")).normalize(), "f")
        unit = data("quantities")["quantities"][column["indicator"]]["unit"]
        told = Decimal(number) * Decimal(factor)
        return Fact(number, number, "", column["indicator"], told, unit, role)

    def _sign(self) -> None:
        world, form = self.writer.world, self.writer.form
        issuer = (
            world.school if not self.what.county else f"{world.county}{form.choice(['教育局', '人民政府'])}"
        )
        self._add(Block("sign", [Name(issuer)]))
        day = "x年x月x日" if self.writer.masked else f"年{form.randrange(1, 13)}月{form.randrange(1, 29)}日"
        self._add(Block("sign", [Name(f"{self.writer.word('year')}{day}".replace("xxx年", "xx年"))]))

    def _heading(self, level: int, number: int, title: str) -> None:
        self._add(Block("heading", [title], level, self._label(level, number)))

    @staticmethod
    def _label(level: int, number: int) -> str:
        return [f"{ordinal(number)}、", f"（{ordinal(number)}）", f"{number}."][level - 1]

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        self.characters += sum(map(extent, block.cells())) + len(block.label)
        self.facts += sum(_count(cell) for cell in block.cells())


def _count(inline: list[Inline]) -> int:
    return sum(isinstance(piece, Fact) for piece in inline)


def _named(inline: list[Inline], role: str) -> list[Inline]:
    """The names with the role that their bearers have."""
    return [Secret(piece.text, piece.kind, role) if isinstance(piece, Secret) else piece for piece in inline]
