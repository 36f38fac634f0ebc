"""Texts of organisers with a few marks: what was typed without any looks as it was typed."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ortenaudigital.adapters.markdown import as_html, as_text

ALLOWED = {"a", "br", "em", "h3", "li", "p", "strong", "ul"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Eins\nzwei\n\ndrei * vier_a_", "<p>Eins<br>\nzwei</p>\n<p>drei * vier_a_</p>"),
        ("1. Oktober\n2. Oktober", "<p>1. Oktober<br>\n2. Oktober</p>"),
        ("**fett** *schräg*", "<p><strong>fett</strong> <em>schräg</em></p>"),
        ("# Groß\n\n- eins\n- zwei", "<h3>Groß</h3>\n<ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>"),
        (
            "[hier](https://kehl.de)",
            '<p><a href="https://kehl.de" rel="noopener nofollow">hier</a></p>',
        ),
        ("<b onclick=x>A & B</b>", "<p>&lt;b onclick=x&gt;A &amp; B&lt;/b&gt;</p>"),
        ("> Zitat\n`code`\n---", "<p>&gt; Zitat<br>\n`code`<br>\n---</p>"),
        ("", ""),
    ],
)
def test_a_few_marks_mean_something_and_nothing_else_does(text: str, html: str) -> None:
    assert as_html(text) == html


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_no_link_runs_anything(scheme: str) -> None:
    assert "href" not in as_html(f"[x]({scheme})")


@given(st.text(alphabet="<>&\"'*_[]()#- \n.1ahref=:/javsonclik", max_size=60))
def test_whatever_is_typed_holds_nothing_else(text: str) -> None:
    html = as_html(text)
    for node in lxml.html.fromstring(f"<div>{html}</div>").iterdescendants():
        assert node.tag in ALLOWED
        assert set(node.attrib) <= {"href", "rel"}
        assert node.get("href", "https:").split(":")[0] in {"https", "http"} or ":" not in node.get(
            "href", ""
        )


def test_descriptions_hold_the_words_alone() -> None:
    assert as_text("## Titel\n\n**fett** und [hier](https://kehl.de)\nneu") == (
        "Titel\nfett und hier\nneu"
    )
