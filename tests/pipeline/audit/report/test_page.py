"""The page in a real browser: opens without a network, filters, searches, jumps, fits a phone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pipeline.audit.report.html import write_html
from tests.pipeline.audit.report.build import CITATIONS, hostile, school

ARGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("report") / "audit.html"
    write_html([school(), hostile(), school("c"), school("d")], out, citations=CITATIONS)
    return out.as_uri()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
    """The page, open and offline; whatever the browser complains of or asks for fails the test."""
    context = browser.new_context(viewport=request.param, offline=True)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request", lambda asked: said.append(asked.url) if asked.url.partition("#")[0] != address else None
    )
    page.goto(address)
    yield page
    assert page.title() == "数据核查报告"
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert said == []
    context.close()


def _seen(page: Page, query: str = ".f") -> int:
    """How many of the elements are not filtered away; folded ones count."""
    return page.locator(query).evaluate_all("all => all.filter(one => !one.closest('[hidden]')).length")


def _marked(page: Page, anchor: str) -> None:
    """The element is highlighted, focused and in sight, below what sticks to the top."""
    target = page.locator(f"[id='{anchor}']")
    expect(target).to_be_in_viewport(ratio=0.9)
    assert target.evaluate("one => document.activeElement === one && one.classList.contains('here')")
    reached = "one => { const box = one.getClientRects()[0]; const at = document.elementFromPoint(box.x + 3, box.y + 6); return one === at || one.contains(at); }"
    assert target.evaluate(reached)


def test_it_opens_quietly_and_fits(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("数据核查报告")
    expect(page.locator("#shown")).to_have_text("共 24 条结论，4 篇文档")
    assert _seen(page) == 24
    expect(page.locator("li.f.passed").first).to_be_hidden()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]


def test_filters_by_severity_check_and_document(page: Page) -> None:
    page.locator("label.chip.warning").click()
    expect(page.locator("#shown")).to_have_text("符合条件 3 条结论，3 篇文档")
    assert _seen(page) == _seen(page, ".f.warning") == 3
    assert _seen(page, ".doc") == 3
    page.locator("label.chip.error").click()
    assert _seen(page) == 7
    page.locator("label.chip.failed").click()
    assert _seen(page) == _seen(page, ".f.error, .f.warning, .f.notice") == 10
    page.locator("#check").select_option("verdict")
    assert _seen(page) == 3
    page.locator("#document").select_option(index=3)
    assert _seen(page) == _seen(page, ".doc") == 1
    page.get_by_role("button", name="清除").click()
    expect(page.locator("#shown")).to_have_text("共 24 条结论，4 篇文档")
    assert _seen(page) == 24


def test_what_passed_unfolds_when_asked_for(page: Page) -> None:
    page.locator("label.chip.passed").click()
    assert _seen(page) == 7
    expect(page.locator("li.f.passed").first).to_be_visible()
    page.locator("label.chip.passed").click()
    expect(page.locator("li.f.passed").first).to_be_hidden()
    page.locator("label.chip.restored").click()
    assert _seen(page) == 6


def test_searches_findings_and_text(page: Page) -> None:
    page.locator("#query").fill("３８００ ÷ 682")
    expect(page.locator("#shown")).to_have_text("符合条件 3 条结论，3 篇文档")
    assert _seen(page) == 3
    page.locator("#query").fill("蓝喉蜂虎")
    expect(page.locator("#shown")).to_have_text("符合条件 0 条结论，3 篇文档")
    expect(page.locator("details.gap p").first).to_be_visible()
    assert page.evaluate("CSS.highlights.get('found').size") == 3
    page.locator("#query").fill("document.title")
    expect(page.locator("#shown")).to_have_text("符合条件 3 条结论，1 篇文档")
    page.locator("#query").fill("查无此词")
    expect(page.locator("#empty")).to_be_visible()
    page.locator("#query").fill("")
    expect(page.locator("#shown")).to_have_text("共 24 条结论，4 篇文档")


def test_jumps_from_a_finding_to_its_passage_and_back(page: Page) -> None:
    card = page.locator("article.f.error[data-k=ratio]").last
    link = card.locator("a.to")
    passage = link.get_attribute("href")
    assert passage is not None
    link.click()
    _marked(page, passage[1:])
    assert page.locator(f"[id='{passage[1:]}']").inner_text().startswith("57平方米")
    page.keyboard.press("Enter")
    _marked(page, card.get_attribute("id") or "")
    page.go_back()
    _marked(page, passage[1:])


def test_jumps_to_what_is_filtered_away_or_folded(page: Page) -> None:
    page.locator("label.chip.unknown").click()
    page.locator("#check").select_option("ratio")
    operand = page.locator("article.f:visible .used a").last
    anchor = (operand.get_attribute("href") or "")[1:]
    expect(page.locator(f"[id='{anchor}']")).to_be_hidden()
    operand.click()
    _marked(page, anchor)
    page.get_by_role("button", name="清除").click()
    page.locator(".doc .mark.passed").first.click()
    _marked(page, page.locator(".doc .mark.passed").first.get_attribute("href")[1:])


def test_the_contents_lead_to_documents(page: Page) -> None:
    link = page.locator(".contents a").last
    link.click()
    heading = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}'] h2")
    expect(heading).to_be_in_viewport(ratio=1)
    reached = "one => { const box = one.getBoundingClientRect(); return document.elementFromPoint(box.x + 3, box.y + 6) === one; }"
    assert heading.evaluate(reached)


def test_keys_lead_through_the_page(page: Page) -> None:
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.press("Escape")
    seen = []
    for key in "jjjk":
        page.keyboard.press(key)
        seen.append(page.evaluate("document.querySelector('.here').id"))
        _marked(page, seen[-1])
    assert seen[3] == seen[1] != seen[2]
    page.locator("label.chip.error input").focus()
    page.keyboard.press("Space")
    assert _seen(page) == 4


def test_an_address_with_a_passage_opens_there(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=DESKTOP, offline=True) as context:
        page = context.new_page()
        page.goto(address)
        anchor = page.locator("article.f").last.get_attribute("id")
        page.goto(f"{address}#{anchor}")
        page.reload()
        _marked(page, anchor or "")


def test_it_prints_all_that_is_not_filtered_away(browser: Browser, address: str) -> None:
    with browser.new_context(viewport=DESKTOP, offline=True) as context:
        page = context.new_page()
        page.goto(address)
        page.emulate_media(media="print")
        expect(page.locator("#bar")).to_be_hidden()
        expect(page.locator("article.f").last).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= DESKTOP["width"]
