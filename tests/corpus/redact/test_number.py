"""Numbers of people: what is taken, to the character, and what only looks like one."""

from __future__ import annotations

import pytest

from benchmarks.generator.identity import id_check, luhn_check
from corpus.redact.find import find
from corpus.redact.number import identity_holds, luhn_holds

# Made up: district 9999 is none; the check digits are right.
CARD = "130999" + "19900307" + "123"
CARD += id_check(CARD)
BANK = "621700123456789012"
BANK += luhn_check(BANK)
OLD = "130999900307123"


def taken(text: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in find(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("手机13812345678。", "13812345678"),
        ("打138-1234-5678找他", "138-1234-5678"),
        ("打138 1234 5678找他", "138 1234 5678"),
        ("联系电话：138  1234 5678", "138  1234 5678"),
        ("联系电话：1381 2345 678", "1381 2345 678"),
        ("（1381-2345-678）", "1381-2345-678"),
        ("电话：１３８１２３４５６７８", "１３８１２３４５６７８"),
        ("电话：１３８－１２３４－５６７８", "１３８－１２３４－５６７８"),
        ("手机+86 13812345678", "+86 13812345678"),
        ("手机（+86）138-1234-5678", "（+86）138-1234-5678"),
        ("手机：008613812345678", "008613812345678"),
        ("办公室0312-1234567", "0312-1234567"),
        ("办公室（0312）1234567", "（0312）1234567"),
        ("办公室0312－1234567", "0312－1234567"),
        ("办公室0312 1234567", "0312 1234567"),
        ("电话：03121234567", "03121234567"),
        ("电话：010-12345678转801", "010-12345678转801"),
        ("电话：0312-1234567-801", "0312-1234567-801"),
        ("电话：1234567", "1234567"),
        ("服务400-123-4567", "400-123-4567"),
        ("热线：4001234567", "4001234567"),
        ("服务800-1234-567", "800-1234-567"),
        ("手机\t13812345678\n", "13812345678"),
        ("联系电话（手机）：13812345678", "13812345678"),
        ("Tel:13812345678", "13812345678"),
    ],
)  # fmt: skip
def test_telephones(text: str, words: str) -> None:
    assert taken(text) == [("phone", words)]


def test_several_telephones_behind_one_label() -> None:
    text = "电话：0312-1234567、7654321，13812345678；传真：0312-1112223"
    assert [words for _, words in taken(text)] == ["0312-1234567", "7654321", "13812345678", "0312-1112223"]


def test_a_telephone_that_the_page_broke() -> None:
    first = "为加强领导，成立工作小组，下设办公室，办公室设在教务处，联系电话：1381"
    text = f"{first}\n2345678。\n" + "".join(f"{'要' * len(first)}\n" for _ in range(4))
    assert taken(text) == [("phone", "1381\n2345678")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"身份证号：{CARD}", CARD),
        (f"其人{CARD}，", CARD),
        (f"身份证号：{CARD[:6]} {CARD[6:14]} {CARD[14:]}", f"{CARD[:6]} {CARD[6:14]} {CARD[14:]}"),
        (f"其人{CARD[:6]}  {CARD[6:14]}  {CARD[14:]}", f"{CARD[:6]}  {CARD[6:14]}  {CARD[14:]}"),
        ("身份证：１１０１０１１９９００３０７７３２５", "１１０１０１１９９００３０７７３２５"),
        ("身份证号11010519491231002X。", "11010519491231002X"),
        ("身份证号11010519491231002x。", "11010519491231002x"),
        ("身份证号：130999199003071230", "130999199003071230"),
        ("公民身份号码为 130999199003071230", "130999199003071230"),
        (f"身份证：{OLD}", OLD),
        (f"旧证{OLD}（身份证号）", OLD),
        ("证件号码：130999199003071239，", "130999199003071239"),
    ],
)  # fmt: skip
def test_identity_numbers_also_with_a_wrong_check_digit_where_they_are_called_so(
    text: str, words: str
) -> None:
    assert taken(text) == [("id", words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"工行{BANK}", BANK),
        (f"工行{BANK[:4]} {BANK[4:8]} {BANK[8:12]} {BANK[12:16]} {BANK[16:]}", None),
        ("账号：40012345678901234501", "40012345678901234501"),
        ("银行卡号：6217001234567890", "6217001234567890"),
        ("（卡号 123456789012）", "123456789012"),
    ],
)
def test_bank_cards_by_checksum_or_label(text: str, words: str | None) -> None:
    assert taken(text) == [("bank_card", words or text[2:])]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("邮箱lin.qiu_01@mail.example.cn。", "email", "lin.qiu_01@mail.example.cn"),
        ("lin＠mail.example收", "email", "lin＠mail.example"),
        ("ｌｉｎ＠ｍａｉｌ．ｅｘａｍｐｌｅ", "email", "ｌｉｎ＠ｍａｉｌ．ｅｘａｍｐｌｅ"),
        ("lin[at]mail.example", "email", "lin[at]mail.example"),
        ("lin(at)mail.example", "email", "lin(at)mail.example"),
        ("lin @ mail.example", "email", "lin @ mail.example"),
        ("QQ：123456789", "messenger", "123456789"),
        ("QQ号123456789", "messenger", "123456789"),
        ("QQ群：12345678", "messenger", "12345678"),
        ("微信号：lin_2008", "messenger", "lin_2008"),
        ("校车冀A·12345接送", "plate", "冀A·12345"),
        ("京AD12345", "plate", "京AD12345"),
    ],
)
def test_mail_messengers_plates(text: str, kind: str, words: str) -> None:
    assert taken(text) == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "校舍面积1,380,013平方米，投入13800138000元。",
        "投入资金13812345678元，占地138123456平方米。",
        "青教发〔2022〕17号、国办发〔2016〕40号",
        "采集日期20231012，打印时间20231012093045。",
        "规划期2021-2025年，2019 2020 2021年",
        "热线2021-2023年共受理",
        "统一社会信用代码12130123401234567Q",
        "学校标识码2113000123，机构代码3113000123。",
        "ISBN 978-7-107-12345-6，书号9787107123456",
        "全国教育服务热线12391，拨打12345、110。",
        "设备编号62170012345678901，合同编号：1234567890123456",
        "档案号2021-0312-0045",
        "156 2345 6789 4012 3120",
        "在校生1234人\t5678人\t13812人",
        "增长0.13812345678",
        "圆周率3.14159265358979",
        "学号202313812345678901234",
        "@全体教师，请周五前提交",
        "网址www.school.example/news",
        "比例为1:13.5，编码A13812345678B",
        "邮政编码：455000",
        "新A类项目、云B级标准、川A座",
        "QQ和微信群通知家长",
        f"流水号{BANK[:-1]}{(int(BANK[-1]) + 1) % 10}",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert taken(text) == []


def test_checksums() -> None:
    assert identity_holds("11010519491231002X")
    assert not identity_holds("110105194912310021")
    assert luhn_holds("79927398713")
    assert not luhn_holds("79927398714")
