"""A run to look at (own articles, and one document that wishes the page ill), and a browser, where the machine has one."""

import json
import shutil
from pathlib import Path

import pytest

from pipeline.model import SCHEMA_VERSION, Record, text_id

ROOT = Path(__file__).resolve().parent.parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

HOSTILE = (
    "𠮷野家與海岸科技𠮷同行\n"
    "𠮷野家董事長林大同5日表示，「海岸科技約2027年第三季量產」</script><script>window.pwned=1</script><!-- <script>\n"
    "<img src=x onerror=window.pwned=2> \u202e逆向\u202c \u2028\u2029 &lt;b&gt; ${1} {{script}} constructor __proto__\n"
    "更多𠮷報導：<b>別的標題</b>"
)


def spot(text: str, part: str, nth: int = 1) -> dict[str, object]:
    at = -1
    for _ in range(nth):
        at = text.index(part, at + 1)
    return {"start": at, "end": at + len(part), "text": part}


def place(text: str, part: str, nth: int = 1) -> dict[str, object]:
    found = spot(text, part, nth)
    return {"start": found["start"], "end": found["end"]}


def hostile_record() -> Record:
    """Marks that cross: the claim begins inside nothing and ends inside a date; an organization stands over the claim's start."""
    text = HOSTILE
    lines = [place(text, line) for line in text.split("\n")]
    entity = {"formal_name": "𠮷<b>", "identifiers": {"twse": "</script>"}, "basis": "lexicon"}
    return Record.model_validate(
        {
            "schema_version": SCHEMA_VERSION,
            "id": text_id(text),
            "source": {
                "path": "</script><b>.txt", "member": None, "index": 0, "url": "javascript:window.pwned=3", "outlet": "<i>壞報\u202e",
                "title": "</title><script>window.pwned=4</script>", "authors": ["<u>"], "encoding": "utf-8", "media_type": "text/plain",
                "published": {"value": "2026-01-05", "basis": "metadata"},
            },
            "text": text,
            "body": [lines[0] | {"role": "title"}, lines[1] | {"role": "paragraph"}, lines[2] | {"role": "paragraph"}],
            "removed": [lines[3] | {"kind": "constructor", "rule": "<b>rule", "item": {"title": "<b>", "teaser": None, "outlet": None, "age": None, "comments": None}}],
            "dates": [
                spot(text, "5日") | {"id": "d1", "value": "2026-01-05", "earliest": "2026-01-05", "latest": "2026-01-05", "type": "date", "precision": "day", "calendar": "gregorian", "basis": "publication", "modifier": None, "rule": "day"},
                spot(text, "2027年第三季") | {"id": "d2", "value": "2027-35", "earliest": "2027-07-01", "latest": "2027-09-30", "type": "date", "precision": "quarter", "calendar": "gregorian", "basis": "narrative", "modifier": "approximate", "rule": "quarter"},
            ],
            "entities": [
                entity | {"id": "e1", "type": "organization", "kind": "constructor", "name": "𠮷野家", "mentions": [spot(text, "𠮷野家", n) | {"rule": "r"} for n in (1, 2)]},
                {"id": "e2", "type": "organization", "kind": "company", "name": "<img src=x onerror=window.pwned=5>", "formal_name": None, "identifiers": {}, "basis": "pattern", "mentions": [spot(text, "海岸科技", n) | {"rule": "r"} for n in (1, 2)]},
                {"id": "e3", "type": "person", "kind": "person", "name": "林大同", "formal_name": None, "identifiers": {}, "basis": "pattern", "mentions": [spot(text, "林大同") | {"rule": "r"}]},
            ],
            "claims": [
                {"id": "c1", "speaker": place(text, "林大同") | {"entity": "e3", "name": "林大同"}, "cue": spot(text, "表示"), "content": spot(text, "技約2027年第"), "form": "quotation", "polarity": "affirmed", "certainty": "planned", "dates": ["d2"], "entities": ["e2"], "sentence": lines[1], "rule": "r"},
                {"id": "c2", "speaker": None, "cue": None, "content": spot(text, "<img src=x onerror=window.pwned=2> \u202e逆向\u202c"), "form": "assertion", "polarity": "negated", "certainty": "certain", "dates": [], "entities": [], "sentence": lines[2], "rule": "r", "reasons": ["number"]},
            ],
            "events": [
                {"id": "v1", "type": "production.produce", "trigger": spot(text, "量產"), "when": {"date": "d2", "value": "2027-35", "earliest": "2027-07-01", "latest": "2027-09-30", "basis": "clause"}, "participants": [{"entity": "e2", "role": "agent"}, {"entity": "e1", "role": "participant"}], "sentence": lines[1], "status": "possible", "rule": "r", "claim": "c1"},
                {"id": "v2", "type": "toString.toString", "trigger": spot(text, "科技約"), "when": {"date": "d1", "value": "2026-01-05", "earliest": "2026-01-05", "latest": "2026-01-05", "basis": "narrative"}, "participants": [], "sentence": lines[1], "status": "denied", "rule": "r", "same_as": "v1"},
            ],
            "provenance": {"shilu": "0", "settings": "s", "lexicons": "l"},
        }
    )  # fmt: skip


@pytest.fixture(scope="session")
def records(analyzer) -> list[Record]:
    """The hostile record and some of the corpus's own articles, one of them twice."""
    from pipeline.io.containers import Limits
    from pipeline.io.fields import Fields
    from pipeline.io.sources import find_files, read_file

    files = find_files([str(ROOT / "corpus" / "samples")])[:14]
    made = [analyzer.record(raw) for file in files for raw in read_file(file, Fields(), Limits())]
    return [hostile_record(), *made, made[0]]


@pytest.fixture(scope="session")
def busiest(records) -> str:
    """The organization with the most events."""
    taking = [
        e.name
        for r in records[1:]
        for v in r.events
        for p in v.participants
        for e in r.entities
        if e.id == p.entity and e.type == "organization"
    ]
    return max(sorted(set(taking)), key=taking.count)


@pytest.fixture(scope="session")
def run(records, tmp_path_factory) -> Path:
    """A run's folder with those records and two rejections."""
    folder = tmp_path_factory.mktemp("view") / "run"
    folder.mkdir()
    (folder / "records.jsonl").write_bytes(b"".join(r.model_dump_json().encode() + b"\n" for r in records))
    rejected = [
        {"source": {"path": "<b>x.txt", "member": None, "index": 0}, "stage": "read", "code": "empty", "message": "</script>"},
        {"source": {"path": "a.zip", "member": "m.html", "index": 3}, "stage": "clean", "code": "no-body", "message": "nothing left"},
    ]
    (folder / "rejected.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rejected), encoding="utf-8")
    (folder / "run.json").write_text(json.dumps({"counts": {"documents": len(records)}}), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def page_file(run) -> Path:
    from pipeline.run.shards import write_whole
    from pipeline.settings import Settings
    from pipeline.view.page import page
    from pipeline.view.reading import open_shown

    target = run / "view.html"
    write_whole(target, page(open_shown(str(run), Settings()), 0))
    return target


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium. Skipped, visibly, where the browser or its client is missing."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: the page is not tested in a browser")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        pytest.skip("no Chromium on this machine: the page is not tested in a browser")
    with api.sync_playwright() as client:
        browser = client.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, page_file):
    """Open the page at an address (``#/…``); when the test is over, nothing was fetched, run or complained of."""
    contexts, said, asked = [], [], []

    def go(address="", file=None, **surroundings):
        context = browser.new_context(**{"viewport": {"width": 1300, "height": 900}, "locale": "zh-TW"} | surroundings)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto((file or page_file).as_uri() + address)
        tab.wait_for_selector("html[data-ready]")
        return tab

    yield go
    hurt = [tab.evaluate("window.pwned ?? null") for context in contexts for tab in context.pages]
    for context in contexts:
        context.close()
    assert said == []
    assert [url for url in asked if not url.startswith("file:")] == []
    assert len(asked) == len(hurt)  # the page itself and nothing beside it
    assert set(hurt) <= {None}
