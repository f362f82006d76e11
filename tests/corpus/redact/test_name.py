"""Names of people, schools and places: where they are taken, and the words that only begin like them."""

from __future__ import annotations

import pytest

from corpus.item import Label
from corpus.redact.find import find
from corpus.redact.option import Options


def names(text: str, people: tuple[Label, ...] = ()) -> list[str]:
    return [one.text for one in find(text, people) if one.kind == "name"]


def taken(text: str, options: Options | None = None) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in find(text, (), options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("组长：林秋白 副组长：何清、罗一鸣 成员：卞春生、费晓棠", "林秋白 何清 罗一鸣 卞春生 费晓棠"),
        ("组长：林秋白（校长）\n副组长：何清（副校长） 罗一鸣（工会主席）", "林秋白 何清 罗一鸣"),
        ("组　长：王　强\n成　员：李　明　张三丰", "王　强 李　明 张三丰"),
        ("组　长：石敬东　县委副书记、县长\n　　　　卞卫国　县财政局局长\n", "石敬东 卞卫国"),
        ("副组长：镇党委副书记、镇长 许志刚", "许志刚"),
        ("成员：教务处张三丰、总务处欧阳雪，各班班主任", "张三丰 欧阳雪"),
        ("组长 王海\n副组长 李强 张伟\n成员 陈静、刘洋", "王海 李强 张伟 陈静 刘洋"),
        ("王海 组长\n李志强（副校长） 副组长", "王海 李志强"),
        ("责任人：祝清和、高峰", "祝清和 高峰"),
        ("联系人：阿依古丽·买买提，", "阿依古丽·买买提"),
        ("填表人：苏立道　　审核人：乔金　　日期：2023年5月", "苏立道 乔金"),
        ("校长（签字）：余金", "余金"),
        ("姓名\t职务\t电话\n唐轩\t校长\t1\n顾然睿\t副校长\t2\n石道康\t主任\t3\n", "唐轩 顾然睿 石道康"),
        ("姓名\t王强\t性别\t男\t民族\t汉\n", "王强"),
        ("任务\t责任人\t时限\n更换课桌\t刘芳、李强\t6月\n改造厕所\t各班班主任\t9月\n", "刘芳 李强"),
        ("以上报告。\n\n纪云舒\n2023年5月1日\n", "纪云舒"),
        ("以上报告。\n临溪县实验小学 王　强\n二〇二三年五月一日", "王　强"),
    ],
)
def test_lists_tables_and_signatures(text: str, expected: str) -> None:
    assert names(text) == expected.split(" ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("成立以校长方远山为组长，副校长李秀英、张伟为副组长的小组。", "方远山 李秀英 张伟"),
        ("由副县长周青山任组长，由高松负责日常工作。", "周青山 高松"),
        ("市教科院席加宏老师、特级老师王中荣老师讲学", "席加宏 王中荣"),
        ("班主任纪云舒被评为优秀", "纪云舒"),
        ("我和张明老师、时王芳同志", "张明 王芳"),
        ("欧阳雪老师与司马懿德同志", "欧阳雪 司马懿德"),
        ("表彰了王芳芳、李强、张伟等人", "王芳芳 李强 张伟"),
        ("学生何峰鸣（五年级）获奖，监护人明忠，在场", "何峰鸣 明忠"),
        ("青年教师陶小满的课例获奖", "陶小满"),
        ("校长白玉亲自部署", "白玉"),
        ("扎西·多吉老师在村小", "扎西·多吉"),
        ("由校长巴图·苏和任组长，教师阿依古丽·买买提老师任副组长", "巴图·苏和 阿依古丽·买买提"),
        ("学生扎西·多吉（五年级）", "扎西·多吉"),
    ],
)
def test_names_in_sentences(text: str, expected: str) -> None:
    assert names(text) == expected.split(" ")


@pytest.mark.parametrize(
    "text",
    [
        "高中阶段任务繁重，安全方案要全面，成绩与时间成正比；万元以上项目由常务会议研究，于是金额、黄金时段、王牌专业都有了着落。",
        "组长负责全面工作，成员单位各司其职，班主任要做到严格管理，校长和老师谈心，教师高度重视，主任明确要求。",
        "校长高度重视，书记亲自抓，由校长安排，主任任务明确，园长高瞻远瞩，老师严谨治学，同学相互帮助，局长全程参与。",
        "成员：各处室负责人及班主任\n组长职责：全面负责。\n校长（签字）：____",
        "组长：XXX 副组长：xxx xxx 成员：×××、王某某、李××",
        "成员：全体教师、语文教研组、各村小校长",
        "担任校长，时任校长，聘任老师，学习老师，提高老师素质，任课老师，全体老师，优秀园长，实施校长负责制",
        "高年级老师、支教老师、年轻教师、党总支书记、初中校长、中心校校长、完小校长、家委会主任、车间主任",
        "责任人：教务处主任\n联系人：另行通知\n名单：见附件",
        "有骨干教师：小学1.24人，初中1.15人。",
        "语文、数学、英语、高效、安全、明确、万元、时间",
        "教师尚缺46人，老师既当先生又当保姆，学校党总支把创建工作抓实",
        "姓名\t职务\t电话\n\t\t\n合计\t\t\n",
        "学科\t教师\t班级\n语文\t12\t3\n",
        "校训：尚德·博学·笃行，教育·科研",
    ],
)
def test_words_that_begin_like_names_stay(text: str) -> None:
    assert taken(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "深入学习习近平总书记重要讲话",
        "弘扬雷锋精神，学习焦裕禄同志",
        "践行陶行知先生的思想，孔子、孟子、朱熹等先贤",
        "张桂梅校长的事迹",
    ],
)
def test_those_known_to_all_stay(text: str) -> None:
    assert taken(text) == []


def test_a_name_of_a_list_is_taken_everywhere() -> None:
    text = "组长：林秋白\n成员：何清\n林秋白每周检查，何清同步记录，事后何清和林秋白会商。"
    assert names(text).count("林秋白") == 3
    assert names(text).count("何清") == 3


def test_a_known_name_inside_another_word_stays() -> None:
    text = "组长：王强\n会上王强调指出，安全第一。王强调整了课表，王强带队。"
    found = [(one.start, one.text) for one in find(text)]
    assert [text[start : start + 4] for start, _ in found] == ["王强\n会", "王强调整", "王强带队"]


def test_a_name_that_is_a_word_too_is_taken_only_where_it_is_a_name() -> None:
    assert names("成员：高峰、李明\n用电高峰时错峰。高峰同志值班。") == ["高峰", "李明", "高峰"]


def test_names_that_the_record_knows_are_taken_where_no_rule_sees_them() -> None:
    text = "庹 拾得守在学校，庹拾得很忙。"
    label = Label("h1", "people", 0, 8, text[:8], "person", {"role": None, "name": "庹拾得"})
    assert names(text) == []
    assert names(text, (label,)) == ["庹 拾得", "庹拾得"]


@pytest.mark.parametrize("name", ["王某某", "李××", "习近平", "微信号", "〔姓名〕", None])
def test_what_the_record_knows_but_tells_of_nobody_stays(name: str | None) -> None:
    text = f"组长{name}"
    label = Label("h1", "people", 0, len(text), text, "person", {"role": "组长", "name": name})
    assert names(text, (label,)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会上，王校长总结了工作，李主任作了安排。", ["王", "李"]),
        ("欧阳老师说", ["欧阳"]),
        ("感谢高老师、方园长", ["方"]),
        ("担任主任，任主任以来，向老师学习，每周书记接待，黄金主任，王主任务必", ["王"]),
    ],
)
def test_surnames_before_titles(text: str, expected: list[str]) -> None:
    assert [one.text for one in find(text) if one.kind == "surname"] == expected
    assert taken(text, Options(surnames=False)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("家住安陵县竹溪镇育才路43号11栋3单元702室，", "安陵县竹溪镇育才路43号11栋3单元702室"),
        ("家庭住址：青石镇河东村3组", "青石镇河东村3组"),
        ("地址：临溪县文化路8号教育局二楼；", "临溪县文化路8号教育局二楼"),
        ("现住学府路108号书香名邸15号楼1929，", "学府路108号书香名邸15号楼1929"),
        ("其父住高台乡石桥村第一组，务农", "高台乡石桥村第一组"),
        ("学校位于柳树镇人民路12号。", "柳树镇人民路12号"),
        ("姓名\t家庭住址\nXX\t竹溪镇上坪村老街\n", "竹溪镇上坪村老街"),
        ("通讯地址：临溪县人民路5号　邮编：455000", "临溪县人民路5号"),
    ],
)
def test_addresses(text: str, words: str) -> None:
    assert taken(text) == [("address", words)]


@pytest.mark.parametrize(
    "text",
    [
        "全村3组饮水、各组2队，1号楼和2号楼已竣工，学校坐落在柳树镇人民路。",
        "走多元发展之路，一路5所学校，道路3公里，城区12所，村级4个。",
        "地址：另行通知",
        "教学点3个，社区2号文件",
        "依据〔2022〕17号文件，铺路3号线",
    ],
)
def test_what_is_no_address_stays(text: str) -> None:
    assert taken(text) == []


def test_schools_on_request_only() -> None:
    text = "临溪县第二中学、青石镇中心小学与红旗小学结对，全县中小学和各乡镇小学参加，我校小学部也参加。"
    assert taken(text) == []
    found = [one.text for one in find(text, (), Options(schools=True), ["红旗小学", "全县"])]
    assert found == ["临溪县第二中学", "青石镇中心小学", "红旗小学"]


def test_schools_of_a_sort_are_none_by_name() -> None:
    text = "部分学校、农村学校和其中小学；现有学校、各镇中心学校、寄宿制学校、民办幼儿园，补充中小学教师，九年一贯制学校，两个教学点。"
    assert taken(text, Options(schools=True)) == []
