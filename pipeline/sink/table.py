"""The tables and their columns: the one place that names, types and explains them."""

from __future__ import annotations

from pipeline.audit import label
from pipeline.sink.column import Column, Table

LEAD = (
    Column(
        "title",
        "text",
        "文档",
        "The document's title; where it has none its subject, else the file's name",
        34,
    ),
    Column("subject", "text", "主体", "The school or place that the document is about", 20),
    Column("region", "text", "地区", "Its region", 12),
)
TAIL = (
    Column("kind", "text", "类型", "The document's kind", 10, label.KINDS),
    Column("level", "text", "层级", "Whose document it is: school, township, county …", 8, label.LEVELS),
    Column("issuer", "text", "发布单位", "Who issued it", 20),
    Column("date", "text", "日期", "Its date, as far as the text tells it: year, month or day (ISO)", 11),
    Column("document_period", "text", "文档时段", "The time it is about, in its own words", 16, key="period"),
    Column("path", "text", "文件", "The file", 34),
    Column(
        "document_id",
        "text",
        "文档编号",
        "The record's id (sha256 of the file, #, number of the part); null for a further copy",
        14,
    ),
)
_PAGE = Column("page", "integer", "页", "The page, from 1; null where the file has no pages", 6)
QUOTE = (
    Column("quote", "text", "原文", "The sentence or table row it stands in", 80),
    _PAGE,
)
OFFSETS = (
    Column(
        "text_start",
        "integer",
        "起",
        "Where it begins, in characters of `shengjun text FILE`",
        8,
        key="start",
    ),
    Column("text_end", "integer", "止", "Where it ends", 8, key="end"),
)
PLACE = (
    Column("table_number", "integer", "表", "The table it stands in, from 0", 6, key="table"),
    Column("table_row", "integer", "表内行", "The cell's row, from 0", 8, key="row"),
    Column("table_column", "integer", "表内列", "The cell's column, from 0", 8, key="column"),
    Column("row_header", "text", "行标题", "What heads the row", 20),
    Column("column_header", "text", "列标题", "What heads the column", 20),
)
_INDICATOR = Column(
    "indicator", "text", "指标编号", "The indicator's id, as `shengjun indicators` lists it", 20
)
_NAME = Column(
    "indicator_name", "text", "指标", "The indicator's official wording; null where it is none", 28
)
_UNIT = Column("unit", "text", "单位", "The canonical unit of its numbers", 8, label.UNITS)
_FIGURE_ID = Column("figure_id", "text", "数据编号", "The figure's id, unique in its document", 9, key="id")

FIGURE = (
    Column("label", "text", "原文用词", "The indicator in the text's own words", 18),
    Column("op", "text", "关系", "= >= <= > < range", 7, label.OPS),
    Column(
        "value", "number", "数值", "The value in the canonical unit; null where the text left a blank", 13
    ),
    Column("value_max", "number", "上限", "The upper value of a range", 11),
    _UNIT,
    Column("approx", "boolean", "约数", "Whether the text says 约, 余, 多, 近, 左右", 6),
    Column(
        "role", "text", "性质", "What the value is: actual, target, standard, gap, change", 8, label.ROLES
    ),
    Column("stage", "text", "学段", "The stage of schooling", 9, label.STAGES),
    Column("qualifier", "text", "限定", "What narrows the indicator (学历, 职称, 学科 …)", 14),
    Column("entity", "text", "对象", "Whose value it is, where not the document's own subject", 18),
    Column("period", "text", "时段", "The time it is tied to, in the text's words", 14),
    Column("period_start", "date", "时段起", "The first day of it, where it can be told", 11),
    Column("period_end", "date", "时段止", "The last day of it, where it can be told", 11),
    Column("verdict", "text", "评语", "met or unmet, where the text itself says so", 8, label.VERDICTS),
    Column(
        "damage",
        "text",
        "残缺",
        "What is wrong with the number: placeholder, lost, unit, garbled",
        10,
        label.DAMAGES,
    ),
    Column(
        "confidence", "number", "置信度", "0..1: how likely the figure is right, measured on the gold set", 8
    ),
)
_FIGURES = Table(
    "figures",
    "数据",
    "A figure: a quantity that a document claims, demands or plans",
    (
        *LEAD,
        _NAME,
        *FIGURE,
        *QUOTE,
        *TAIL,
        _INDICATOR,
        Column("rule", "text", "规则", "The pattern that found it", 24),
        _FIGURE_ID,
        *OFFSETS,
        *PLACE,
    ),
)

COUNTS = (
    Column(
        "figures",
        "integer",
        "数据",
        "How many figures were found in it; null, like all counts, for a further copy",
        7,
    ),
    Column("blanks", "integer", "其中空缺", "Figures without a value", 8),
    Column("goals", "integer", "目标", "Goals", 7),
    Column("stages", "integer", "阶段", "Phases of its timetable", 7),
    Column("problems", "integer", "问题", "Problems admitted", 7),
    Column("citations", "integer", "依据", "Works cited", 7),
    Column("people", "integer", "人员", "Roles with or without a name", 7),
    Column("warnings", "integer", "提示", "Warnings", 7),
)
PART = (
    Column("part", "integer", "篇", "Which document of its file this is, from 1", 6, key="index"),
    Column("parts", "integer", "共篇", "How many documents the file holds", 6, key="count"),
    *OFFSETS,
)
SOURCE = (
    Column("media_type", "text", "格式", "What the file is", 20),
    Column("reader", "text", "读取方式", "What read it", 12),
    Column("ocr", "boolean", "识别", "Whether its text comes from character recognition", 6),
    Column("pages", "integer", "页数", "Pages of the file, where it has some", 6),
    Column("bytes", "integer", "字节", "Its size", 11),
    Column("sha256", "text", "校验和", "Its SHA-256", 14),
)
_DOCUMENTS = Table(
    "documents",
    "文档",
    "A document: a file, or one of several that a file holds",
    (
        *LEAD,
        *COUNTS,
        *TAIL,
        Column(
            "duplicate_of",
            "text",
            "同文件",
            "Where the same file was met first; the copy's figures and all else stand there alone",
            34,
        ),
        *PART,
        *SOURCE,
    ),
)

GOAL = (
    Column("deadline", "text", "期限", "When it is to be reached, in the text's words", 14),
    Column("quantified", "boolean", "量化", "Whether it names a number", 6),
    Column("owner", "text", "责任单位", "Who is to reach it", 20),
)
_GOALS = Table(
    "goals",
    "目标",
    "A result to be reached",
    (
        *LEAD,
        *QUOTE,
        *GOAL,
        Column("figures", "texts", "数据编号", "The ids of its figures", 14),
        *TAIL,
        *OFFSETS,
    ),
)
STAGE = (
    Column("name", "text", "阶段", "What the phase is called", 24),
    Column("period", "text", "时段", "Its time, in the text's words", 18),
    Column("start_date", "date", "自", "Its first day, where it can be told", 11),
    Column("end_date", "date", "至", "Its last day, where it can be told", 11),
)
_STAGES = Table("stages", "阶段", "A phase of a timetable", (*LEAD, *STAGE, *QUOTE, *TAIL, *OFFSETS))
_PROBLEMS = Table("problems", "问题", "A deficiency that a document admits", (*LEAD, *QUOTE, *TAIL, *OFFSETS))
CITATION = (
    Column("cited", "text", "名称", "The law, policy, standard or document in 《》", 40, key="title"),
    Column("number", "text", "文号", "Its number, where one follows", 20),
)
_CITATIONS = Table("citations", "依据", "A work cited", (*LEAD, *CITATION, *QUOTE, *TAIL, *OFFSETS))
PERSON = (
    Column("role", "text", "职务", "The role", 16),
    Column("name", "text", "姓名", "Who fills it; null where the text blanks the name", 12),
)
_PEOPLE = Table("people", "人员", "A role with who fills it", (*LEAD, *PERSON, *QUOTE, *TAIL, *OFFSETS))
WARNING = (
    Column("code", "text", "代码", "What kind of warning it is", 18),
    Column("message", "text", "说明", "What a reader should know", 60),
)
_WARNINGS = Table(
    "warnings",
    "提示",
    "Something a reader of the record should know",
    (*LEAD, *WARNING, *QUOTE, *TAIL, *OFFSETS),
)

FINDING = (
    Column("status", "text", "结论", "How the check ended: pass, fail, cannot_check", 9, label.STATUSES),
    Column(
        "severity", "text", "程度", "error, warning, notice; null where nothing failed", 8, label.SEVERITIES
    ),
    Column("check_type", "text", "核查", "What was checked", 10, label.CHECKS, key="check"),
    _NAME,
    Column("message", "text", "说明", "One sentence that a reviewer can act on", 80),
    Column("claimed", "number", "文中", "The value as claimed", 13),
    Column("expected", "number", "核算", "The value as reckoned, or the standard's", 13),
    Column("low", "number", "下限", "The least value that would be consistent", 13),
    Column("high", "number", "上限", "The greatest value that would be consistent", 13),
    Column("suggestion", "number", "推断值", "A likely true value for a blank or garbled one", 13),
    _UNIT,
    Column("computation", "text", "算式", "The reckoning as written by hand", 32),
)
JUDGED = (
    Column("criterion", "text", "条款编号", "The id of the standard's row that was used", 16),
    Column("rule", "text", "规则", "The rule that was checked", 24),
    _INDICATOR,
    Column("finding_id", "text", "结论编号", "The finding's id, unique in its document", 10, key="id"),
    Column("figures", "texts", "数据编号", "The ids of the figures concerned, the judged one first", 14),
)
ELSEWHERE = (
    Column("other_documents", "texts", "他文编号", "The documents that it is compared with", 14),
    Column("other_figures", "texts", "他文数据", "Their figures, one for each of these", 14),
)
_FINDINGS = Table(
    "findings",
    "核查结果",
    "What the audit says of a figure (the evidence is that of the judged one)",
    (*LEAD, *FINDING, *QUOTE, *TAIL, *JUDGED, *OFFSETS, *ELSEWHERE),
)
FAILURE = (
    Column("path", "text", "文件", "The file", 50),
    Column("code", "text", "代码", "The class of failure", 14),
    Column("message", "text", "说明", "What is wrong and what to do", 90),
)
_FAILURES = Table("failures", "失败", "A file that could not be done", FAILURE)

TABLES = {
    table.name: table
    for table in (
        _FIGURES,
        _DOCUMENTS,
        _GOALS,
        _STAGES,
        _PROBLEMS,
        _CITATIONS,
        _PEOPLE,
        _WARNINGS,
        _FINDINGS,
        _FAILURES,
    )
}


def tables(*, findings: bool) -> tuple[Table, ...]:
    """The tables, that of the findings among them or not."""
    return tuple(table for table in TABLES.values() if findings or table.name != "findings")
