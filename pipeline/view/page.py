"""The page: template, style, script, library and data put together, so that it stands alone and asks nobody for anything.

The Content-Security-Policy names the digests of its own style and script and forbids all else; data blocks are never run.
"""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from itertools import islice

from pipeline.model import Record
from pipeline.view.pack import Packer, Row, to_json
from pipeline.view.reading import Shown

CHUNK = 40  # documents in a data block: what the page reads at once when one of them is opened
SCRIPTS = ("dom", "data", "state", "text", "list", "timeline", "overview", "document", "names", "main")  # in the order they are run
GENERATOR = '<meta name="generator" content="shilu view">'
_MARK = re.compile(r"\{\{(\w+)\}\}")


def page(shown: Shown, limit: int) -> Iterator[bytes]:
    """The page's bytes, piece by piece; the same input gives the same bytes. ``limit``: documents at most, 0: all."""
    style = _asset("page.css")
    library = (files("pipeline.view") / "vendor" / "d3.min.js").read_text(encoding="utf-8")
    script = '"use strict";\n(() => {\n' + "".join(_asset(f"{name}.js") for name in SCRIPTS) + "})();\n"
    values = {
        "policy": _policy(style, [library, script]),
        "generator": GENERATOR,
        "title": _escaped(shown.name),
        "style": style,
        "labels": to_json(_labels()),
        "library": library,
        "script": script,
    }
    before, after = _asset("page.html").split("{{data}}")
    yield _filled(before, values)
    yield from _data(shown, limit)
    yield _filled(after, values)


def _data(shown: Shown, limit: int) -> Iterator[bytes]:
    packer = Packer()
    documents = _records(shown, packer)
    wanted = islice(documents, limit) if limit else documents
    number = 0
    while rows := [packer.add(record) for record in islice(wanted, CHUNK)]:
        yield _block(f"chunk-{number}", rows)
        number += 1
    cut = limit > 0 and len(packer) == limit and next(documents, None) is not None
    for rejection in shown.rejected:
        packer.reject(rejection)
    yield _block("index", packer.index(shown.name, CHUNK, shown.total, cut))


def _records(shown: Shown, packer: Packer) -> Iterator[Record]:
    for item in shown.documents:
        if isinstance(item, Record):
            yield item
        else:
            packer.reject(item)


def _block(name: str, value: list[Row] | dict[str, object]) -> bytes:
    return f'<script type="application/json" id="{name}">{to_json(value)}</script>\n'.encode()


def _filled(template: str, values: dict[str, str]) -> bytes:
    return _MARK.sub(lambda mark: values[mark.group(1)], template).encode()


def _policy(style: str, scripts: list[str]) -> str:
    run = " ".join(_digest(script) for script in scripts)
    return f"default-src 'none'; script-src {run}; style-src {_digest(style)}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _labels() -> object:
    """The words for every value of a record: those of labels.toml, and for event types what the lexicon calls them."""
    import tomllib

    from pipeline.lexicon import load_lexicons

    types = {rule.name: rule.text("label") for rule in load_lexicons().rules("events") if not rule.name.startswith("context.")}
    return tomllib.loads(_asset("labels.toml")) | {"type": types}


def _asset(name: str) -> str:
    return (files("pipeline.view") / "assets" / name).read_text(encoding="utf-8")


def _escaped(text: str) -> str:
    from html import escape

    return escape(text.encode("utf-8", "replace").decode())
