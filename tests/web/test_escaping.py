"""What templates put out is escaped as markupsafe escapes it, only with less ado."""

from typing import Any

import jinja2
import markupsafe
import pytest
from flask import Flask
from markupsafe import Markup

from glossary.web.escaping import escape, escaping
from glossary.web.templates import Keys


class Shown:
    """What says itself how it is shown."""

    def __html__(self) -> str:
        return "<i>shown</i>"


VALUES = [
    "museum",
    "R&D",
    "<script>",
    'a "b"',
    "l'archive",
    "",
    "كتاب",
    Markup("<b>&amp;</b>"),
    Shown(),
    12,
    None,
    ["<"],
]


@pytest.fixture
def environment() -> jinja2.Environment:
    app = Flask("escaping")
    app.jinja_environment = Keys
    return app.create_jinja_environment()


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_the_same_as_markupsafe(value: Any) -> None:
    assert escape(value) == str(markupsafe.escape(value))


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("{{ v }}|{{ v|safe }}|{{ v|e }}", '&lt;&amp;&#34;|<&"|&lt;&amp;&#34;'),
        ("{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(v) }}", "<b>&lt;&amp;&#34;</b>"),
        ("{% set s %}<b>{{ v }}</b>{% endset %}{{ s }}", "<b>&lt;&amp;&#34;</b>"),
        ("{{ '<' ~ v }}|{{ ('<b>'|safe) ~ v }}", "&lt;&lt;&amp;&#34;|<b>&lt;&amp;&#34;"),
        ("{% filter upper %}{{ v }}b{% endfilter %}", "&LT;&AMP;&#34;B"),
        ("{% for x in [v, 1] %}{{ x }}{% endfor %}{{ nothing }}", "&lt;&amp;&#34;1"),
        ("{% autoescape false %}{{ v }}{% endautoescape %}", '<&"'),
    ],
)
def test_templates_escape(environment: jinja2.Environment, source: str, made: str) -> None:
    pages = {"page.html": source}
    environment.loader = jinja2.DictLoader(pages)
    assert environment.get_template("page.html").render(v='<&"') == made
    plain = jinja2.Environment(autoescape=True, loader=jinja2.DictLoader(pages))
    assert plain.get_template("page.html").render(v='<&"') == made


def test_a_fault_is_told_where_it_stands(environment: jinja2.Environment) -> None:
    environment.loader = jinja2.DictLoader({"page.html": "one\ntwo\n{{ 1 / nought }}\n"})
    with pytest.raises(ZeroDivisionError) as raised:
        environment.get_template("page.html").render(nought=0)
    assert raised.traceback[-1].lineno + 1 == 3


def test_ours_is_put_into_the_code(environment: jinja2.Environment) -> None:
    code = environment.compile("{{ v }}", raw=True)
    assert escaping(code).count("\n") == code.count("\n")
    assert "glossary.web.escaping" in escaping(code).partition("\n")[0]
    assert escaping("import jinja2\n") == "import jinja2\n"
