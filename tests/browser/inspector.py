"""What every page has to stand: axe, a narrow screen, no word from elsewhere, valid HTML."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    WebError,
)

from tests.servers import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"
VNU = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HAS_AXE = "typeof axe !== 'undefined'"
RUN_AXE = "options => axe.run(document, options)"
# The list of events is left closed: it opens above the page and would cover what is inspected.
OPEN_ALL = """() => {
  for (const each of document.querySelectorAll("details:not(.switcher)")) each.open = true;
}"""
# 320 px is what is left of 1280 px when they are shown at 400 %.
NARROW: ViewportSize = {"width": 320, "height": 640}
WIDER_THAN_SCREEN = """() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  const scrolls = (element) => getComputedStyle(element).overflowX !== "visible";
  const sticksOut = (element) => element.getBoundingClientRect().right > innerWidth + 1;
  const isLoose = (element) => !element || (!scrolls(element) && isLoose(element.parentElement));
  return [...document.querySelectorAll("body *")].filter((each) => sticksOut(each) && isLoose(each))
    .slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
}"""

# What hides what is too wide still must not hide what can be pressed.
CUT_OFF = """() => {
  const scrolls = (each) => each && (/auto|scroll/.test(getComputedStyle(each).overflowX)
    || scrolls(each.parentElement));
  const isCut = (each) => {
    const { left, right, width } = each.getBoundingClientRect();
    return width > 1 && right > 0 && (right > innerWidth + 1 || left < -1);
  };
  return [...document.querySelectorAll("button, input, select, textarea")]
    .filter((each) => each.checkVisibility() && isCut(each) && !scrolls(each.parentElement))
    .slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
}"""


class Inspector:
    """Looks at one page after the other, and keeps all problems and documents."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.base = base
        self.page: Page = context.new_page()
        self.problems: list[str] = []
        self.documents: dict[str, bytes] = {}
        self._axe = AXE.read_text(encoding="utf-8")
        self._noises: list[tuple[str, str]] = []
        context.on("request", self._hear_request)
        context.on("console", self._hear_console)
        context.on("weberror", self._hear_error)

    def _hear_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", f"blob:{self.base}/")):
            self._noises.append((f"a request to {request.url}", ""))

    def _hear_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._noises.append((f"console: {message.text}", message.location["url"]))

    def _hear_error(self, error: WebError) -> None:
        self._noises.append((f"script: {error.error}", ""))

    def visit(self, name: str, path: str, dark: bool, status: int = 200) -> None:
        """Open a page, and inspect it."""
        response = self.page.goto(f"{self.base}{path}", wait_until="load")
        assert response, path
        self.inspect(name, response, dark, status)

    def inspect(
        self,
        name: str,
        response: Response,
        dark: bool,
        status: int = 200,
        sizes: Sequence[ViewportSize] = (),
    ) -> None:
        """Inspect the page as it stands; the response is the one that brought it.

        Whether it fits is asked at its size and at the further ones, all else at its size.
        """
        self.documents[name] = response.body()
        found = [] if response.status == status else [f"status {response.status}"]
        self.page.evaluate(OPEN_ALL)
        # A page that was inspected before, in another state, has it already.
        if not self.page.evaluate(HAS_AXE):
            self.page.evaluate(self._axe)
        found += self._violations(RULES)
        if dark:
            # Nothing but the colours is different then.
            self.page.emulate_media(color_scheme="dark")
            found += [f"dark: {words}" for words in self._violations(["cat.color"])]
            self.page.emulate_media(color_scheme="light")
        found += self._sticks_out(sizes) + self._noises_on(response)
        self.problems += [f"{name} ({response.url}): {words}" for words in found]

    def _sticks_out(self, sizes: Sequence[ViewportSize]) -> list[str]:
        own = self.page.viewport_size
        assert own
        found = []
        for size in (own, *sizes):
            if size is not own:
                self.page.set_viewport_size(size)
            wider = self.page.evaluate(WIDER_THAN_SCREEN) + self.page.evaluate(CUT_OFF)
            found += [f"too wide for {size['width']} px: {words}" for words in wider]
        if sizes:
            self.page.set_viewport_size(own)
        return found

    def _violations(self, tags: list[str]) -> list[str]:
        options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
        result: dict[str, Any] = self.page.evaluate(RUN_AXE, options)
        return [
            f"{violation['id']}: {node['failureSummary']} {node['html'][:200]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]

    def _noises_on(self, response: Response) -> list[str]:
        noises, self._noises = self._noises, []
        # Chromium reports every page that is an answer to a fault, which is what some are here for.
        expected = (response.url, "Failed to load resource")
        return [
            words
            for words, url in noises
            if response.ok or url != expected[0] or expected[1] not in words
        ]


def invalid_html(documents: dict[str, bytes], folder: Path) -> list[str]:
    """Return what the validator of the W3C says against pages; one call, since it starts slowly."""
    for number, (name, document) in enumerate(documents.items()):
        file = re.sub(r"[^a-zA-Z0-9]+", "-", name)
        (folder / f"{number}-{file}.html").write_bytes(document)
    # It takes a deep stack, and is done before optimising it would pay.
    java = ["java", "-Xss2m", "-XX:TieredStopAtLevel=1", "-jar", str(VNU)]
    checked = subprocess.run(
        [*java, "--errors-only", "--format", "gnu", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    words = (checked.stderr + checked.stdout).splitlines()
    return words or ([f"vnu: exit code {checked.returncode}"] if checked.returncode else [])
