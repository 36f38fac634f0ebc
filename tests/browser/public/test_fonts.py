"""One font file gives both weights, in Chromium and in WebKit."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.chromium import new_context
from tests.browser.site import Site
from tests.browser.webkit.browser import screen, webkit

# Kerned differently, or in a font of the machine, the words would have other widths.
WIDTHS = """
  await document.fonts.load("400 20px 'Fira Sans'");
  const widths = [400, 500, 600, 700].map((weight) => {
    const words = document.createElement("span");
    words.textContent = "Kostenlose Tickets für Übermorgen";
    words.style.font = `${weight} 100px 'Fira Sans', monospace`;
    words.style.position = "absolute";
    words.style.whiteSpace = "nowrap";
    document.body.append(words);
    return Math.round(words.getBoundingClientRect().width);
  });
  return widths;
"""


def check(widths: list[int]) -> None:
    regular, *bold = widths
    assert 1590 <= regular <= 1603, widths
    assert all(10 <= width - regular <= 20 for width in bold), widths


def test_one_file_gives_both_weights(browser: Browser, site: Site) -> None:
    with new_context(browser) as context:
        page = context.new_page()
        page.goto(f"{site.base}/heute/")
        check(page.evaluate(f"async () => {{ {WIDTHS} }}"))


def test_one_file_gives_both_weights_in_webkit(site: Site, tmp_path: Path) -> None:
    with screen() as display, webkit(display, tmp_path / "profile") as window:
        window.open(f"{site.base}/heute/")
        check(window.run(WIDTHS))
