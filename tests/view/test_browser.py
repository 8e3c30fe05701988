"""The page in a browser: what a person clicks, types and reads. Nothing may be fetched, no script of a document may run (see ``visit``)."""

from urllib.parse import quote

import pytest

PIECES = """() => {
  const found = {};
  for (const mark of document.querySelectorAll("#text mark"))
    for (const id of mark.dataset.ids.split(" ")) found[id] = (found[id] ?? "") + mark.textContent;
  return found;
}"""
STRETCHES = """() => [...document.querySelectorAll("#text .block, #text .gone blockquote")].map((b) => {
  const host = b.closest("[data-start]");
  let at = Number(host.dataset.start);
  const marks = [];
  for (const node of b.childNodes) {
    const length = [...node.textContent].length;
    if (node.dataset) marks.push([node.dataset.ids, at, at + length]);
    at += length;
  }
  return { start: Number(host.dataset.start), end: Number(host.dataset.end), text: b.textContent, marks };
})"""


def spans_of(record) -> dict[str, tuple[int, int]]:
    """Every mark the page must show: id → start, end; mentions are e1.1, e1.2 …"""
    spans = {d.id: (d.start, d.end) for d in record.dates}
    spans |= {f"{e.id}.{n}": (o.start, o.end) for e in record.entities for n, o in enumerate(e.mentions, 1)}
    spans |= {c.id: (c.content.start, c.content.end) for c in record.claims}
    return spans | {v.id: (v.trigger.start, v.trigger.end) for v in record.events}


def shown(tab, key: str) -> None:
    tab.evaluate("(key) => { location.hash = `#/doc/${key}`; }", key)
    tab.wait_for_function("(key) => location.hash.includes(key) && document.querySelector('#text')?.isConnected", arg=key)


def test_highlights_are_the_spans_of_the_record(visit, records):
    tab = visit()
    for record in records[:-1]:
        shown(tab, record.id)
        assert tab.evaluate("document.querySelector('.dochead code').textContent") == record.id
        spans = spans_of(record)
        assert tab.evaluate(PIECES) == {key: record.text[s:e] for key, (s, e) in spans.items()}
        stretches = tab.evaluate(STRETCHES)
        assert sorted((x["start"], x["end"]) for x in stretches) == sorted((p.start, p.end) for p in (*record.body, *record.removed))
        for stretch in stretches:
            assert stretch["text"] == record.text[stretch["start"] : stretch["end"]]
            for ids, start, end in stretch["marks"]:
                assert all(spans[key][0] <= start < end <= spans[key][1] for key in ids.split())


def test_crossing_marks_are_cut_at_every_boundary(visit, records):
    tab = visit(f"#/doc/{records[0].id}")
    pieces = tab.evaluate("[...document.querySelectorAll('#text .paragraph mark')].map((m) => [m.textContent, m.className])")
    assert ["海岸", "organization"] in pieces
    assert ["技", "organization claim event"] in pieces
    assert ["約", "claim event"] in pieces
    assert ["2027年第", "date claim"] in pieces
    assert ["三季", "date"] in pieces


def test_a_hostile_document_is_only_text(visit, records):
    tab = visit(f"#/doc/{records[0].id}")
    assert tab.text_content("h1") == records[0].source.title
    assert tab.locator("#text img, #text b, #main script, #main a[href^='javascript']").count() == 0
    tab.click("summary:has-text('移除')")
    assert tab.locator(".gone blockquote").text_content() == "更多𠮷報導：<b>別的標題</b>"
    tab.evaluate("location.hash = '#/org/' + encodeURIComponent('<img src=x onerror=window.pwned=5>')")
    tab.wait_for_selector(".days")
    assert tab.text_content("h1") == "<img src=x onerror=window.pwned=5>"


@pytest.mark.parametrize(
    "address",
    ["#/doc/nowhere", "#/org/%E0%A4%A", "#/org/constructor", "#/__proto__/x", "#/names/constructor", "#/doc/", "#/?from=x&class=__proto__"],
)
def test_an_address_that_leads_nowhere_says_so(visit, address):
    assert visit(address).text_content("h1")


def test_removed_noise_is_folded_with_kind_and_rule(visit, records):
    record = next(r for r in records[1:] if r.removed)
    tab = visit(f"#/doc/{record.id}")
    first = tab.locator("details.removed").first
    assert not first.evaluate("(d) => d.open")
    assert record.removed[0].rule in first.locator("summary").text_content()
    tab.click(".fold")
    assert tab.evaluate("[...document.querySelectorAll('details.removed')].every((d) => d.open)")


def rows_of(tab) -> int:
    return int(tab.evaluate("document.querySelector('#rows li')?.getAttribute('aria-setsize') ?? 0"))


def waits_for(tab, number: int) -> None:
    tab.wait_for_function("(n) => (document.querySelector('#rows li')?.getAttribute('aria-setsize') ?? '0') === String(n)", arg=number)


def test_search_in_text_title_and_names(visit, records):
    tab = visit()
    assert rows_of(tab) == len(records)
    tab.keyboard.press("/")
    tab.keyboard.type("𠮷 量產")
    waits_for(tab, 1)
    assert tab.text_content("#count") == f"共 {len(records)} 篇，符合 1 篇"
    tab.fill("#f-q", "＜／TITLE＞")  # a title, in full width and capitals
    waits_for(tab, 1)
    name = next(e.name for r in records[1:] for e in r.entities if e.name not in r.text)
    tab.fill("#f-q", name)
    tab.wait_for_function("(q) => new URLSearchParams(location.hash.split('?')[1]).get('q') === q", arg=name)
    assert rows_of(tab) >= 1
    tab.fill("#f-q", "這些字哪裡都沒有")
    waits_for(tab, 0)
    tab.click("#more-filters summary")
    tab.click("#clear")
    waits_for(tab, len(records))


def test_filters(visit, records):
    tab = visit()
    tab.click("#more-filters summary")
    outlet = next(r.source.outlet for r in records if r.source.outlet)
    kind = next(v.type.split(".")[0] for r in records[1:] for v in r.events)
    speaker = next(c.speaker.name for r in records[1:] for c in r.claims if c.speaker)
    name = next(e.name for r in records[1:] for e in r.entities if e.type == "organization")
    days = sorted(str(r.source.published.value) for r in records if r.source.published.value)
    middle = days[len(days) // 2]
    expected = {
        "outlet": [r for r in records if r.source.outlet == outlet],
        "class": [r for r in records if any(v.type.startswith(kind + ".") for v in r.events)],
        "speaker": [r for r in records if any(c.speaker and c.speaker.name == speaker for c in r.claims)],
        "entity": [r for r in records if any(e.name == name for e in r.entities)],
        "from": [r for r in records if r.source.published.value and str(r.source.published.value) >= middle],
        "to": [r for r in records if r.source.published.value and str(r.source.published.value) <= middle],
    }
    values = {"outlet": outlet, "class": kind, "speaker": speaker, "entity": name, "from": middle, "to": middle}
    for key, value in values.items():
        (tab.select_option if key in {"outlet", "class"} else tab.fill)(f"#f-{key}", value)
        waits_for(tab, len(expected[key]))
        tab.click("#clear")
        waits_for(tab, len(records))


def test_filters_stand_in_the_address(visit, records):
    kind = next(v.type.split(".")[0] for r in records[1:] for v in r.events)
    tab = visit(f"#/?class={kind}")
    assert tab.input_value("#f-class") == kind
    assert rows_of(tab) < len(records)
    tab.click("#nav a:has-text('時間軸')")
    tab.wait_for_selector("#main table")
    assert f"class={kind}" in tab.url


def test_the_same_text_twice_is_two_documents(visit, records):
    tab = visit(f"#/doc/{records[-1].id}~2")
    assert tab.text_content(".dochead code") == records[-1].id
    assert tab.get_attribute("#rows a[aria-current]", "href").endswith("~2")


def test_layers_are_switched_off_and_on(visit, records):
    tab = visit(f"#/doc/{records[0].id}")
    for layer in ("organization", "person", "date", "claim", "event"):
        assert tab.locator(f"#text mark.{layer}").count()
        tab.uncheck(f"[data-layer={layer}]")
        assert tab.locator(f"#text mark.{layer}").count() == 0
        tab.check(f"[data-layer={layer}]")
        assert tab.locator(f"#text mark.{layer}").count()


def test_an_event_leads_to_its_place_and_a_mark_tells_its_rule(visit, records):
    record = records[0]
    tab = visit(f"#/doc/{record.id}")
    tab.click(".events a:has-text('量產')")
    tab.wait_for_selector("#text mark.target")
    assert tab.text_content("#text mark.target") == "量產"
    assert "生產" in tab.text_content("#about")
    start = record.events[0].trigger.start
    assert f"字 {start}–{start + 2}" in tab.text_content("#about")


def test_deep_link_to_a_mention(visit, records):
    tab = visit(f"#/doc/{records[0].id}/e1.2")
    pieces = tab.locator("#text mark.target")
    assert pieces.all_text_contents() == ["𠮷野家"]
    assert tab.evaluate("document.querySelector('#text .paragraph').contains(document.querySelector('mark.target'))")


def test_claims_by_speaker_and_names_with_counts_and_ids(visit, records):
    tab = visit(f"#/doc/{records[0].id}")
    assert tab.locator(".speaker h3").all_text_contents() == ["林大同1", "作者的論斷1"]
    names = tab.text_content(".names")
    assert "2 次" in names
    assert "證交所代號 </script>" in names


def test_the_keyboard_walks_the_list_and_the_marks(visit, records):
    tab = visit()
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "skip"
    tab.focus("#rows a[tabindex='0']")
    for key, at in (("ArrowDown", 1), ("ArrowDown", 2), ("End", len(records) - 1), ("Home", 0), ("ArrowDown", 1)):
        tab.keyboard.press(key)
        assert tab.evaluate("document.activeElement.closest('li').dataset.at") == str(at)
        assert tab.evaluate("document.activeElement.matches(':focus-visible')")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#text")
    assert records[1].id in tab.url
    tab.focus("#text")
    tab.keyboard.press("ArrowRight")
    first = tab.text_content("mark.current")
    assert records[1].text.find(first) >= 0
    tab.keyboard.press("Escape")
    assert not tab.is_visible("#about")


def test_the_timeline_zooms_hovers_and_marks_what_is_uncertain(visit, records):
    tab = visit(f"#/doc/{records[0].id}")
    tab.wait_for_selector(".chart .axis text")
    bar = tab.locator(".lane.c-production a.event")
    assert "s-possible" in bar.get_attribute("class")
    assert "approximate" in bar.get_attribute("class")
    assert "s-denied" in tab.locator(".lane.c-toString a.event").get_attribute("class")
    ticks = "() => [...document.querySelectorAll('.chart .axis text')].map((t) => t.textContent).join()"
    before = tab.evaluate(ticks)
    tab.click("button[aria-label='放大']")
    tab.wait_for_function(f"(before) => ({ticks})() !== before", arg=before)
    tab.click("button[aria-label='看全部時間']")
    bar.locator("rect").hover()
    tab.wait_for_selector(".tip:not([hidden])")
    assert "2027-07-01 至 2027-09-30" in tab.text_content(".tip")
    assert "可能" in tab.text_content(".tip")
    bar.locator("rect").click()
    tab.wait_for_selector("#text mark.target")


def test_an_organization_over_all_documents(visit, records, busiest):
    name = busiest
    having = [r for r in records if any(e.name == name and e.type == "organization" for e in r.entities)]
    ids = [{e.id for e in r.entities if e.name == name and e.type == "organization"} for r in having]
    events = sum(bool(ids[i] & {p.entity for p in v.participants}) for i, r in enumerate(having) for v in r.events)
    claims = sum(bool(ids[i] & {*c.entities, c.speaker.entity if c.speaker else None}) for i, r in enumerate(having) for c in r.claims)
    tab = visit(f"#/org/{quote(name, safe='')}")
    tab.wait_for_selector(".days")
    while tab.is_visible("button.more"):
        tab.click("button.more")
    assert tab.locator(".days .tag.event").count() == events
    assert tab.locator(".days .tag.claim").count() == claims
    assert f"{len(having)} 篇文件" in tab.text_content("#main")


def test_the_timeline_of_all_documents_follows_the_filters(visit, records):
    dated = sum(v.when.earliest is not None or v.when.latest is not None for r in records for v in r.events)
    tab = visit("#/timeline")
    tab.wait_for_selector(".chart .axis text")
    assert f"{dated:,} 件可定日" in tab.text_content("#main [role=status]")
    tab.fill("#f-q", "𠮷")
    tab.wait_for_function("() => document.querySelector('#main [role=status]').textContent.includes('有 2 件')")


def test_rejections_are_listed(visit):
    tab = visit("#/rejects")
    assert tab.locator("tbody tr").count() == 2
    assert "a.zip!m.html #3" in tab.text_content("tbody")


def test_names_are_listed_and_searched(visit, records):
    tab = visit("#/names")
    tab.fill("#names-q", "𠮷野")
    tab.wait_for_function("() => document.querySelectorAll('#main tbody tr').length === 1")
    tab.click("#main tbody a")
    tab.wait_for_selector(".days")
    assert tab.text_content("h1") == "𠮷野家"


def colour(tab, of: str = "body") -> int:
    return tab.evaluate(
        "(of) => getComputedStyle(document.querySelector(of)).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0)", of
    )


def test_dark_by_the_system_and_by_the_button(visit):
    assert colour(visit()) > 600
    tab = visit(color_scheme="dark")
    assert colour(tab) < 150
    tab.click("#theme")
    assert tab.evaluate("document.documentElement.dataset.theme") == "light"
    assert colour(tab) > 600
    tab.click("#theme")
    assert colour(tab) < 150


def test_print_shows_the_document_alone_in_light(visit, records):
    tab = visit(f"#/doc/{records[1].id}", color_scheme="dark")
    tab.emulate_media(media="print")
    assert not tab.is_visible("#side")
    assert not tab.is_visible("header.top")
    assert tab.is_visible("#text")
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("view", ["", "doc", "timeline", "org", "names"])
def test_nothing_sticks_out_of_a_phone(visit, records, view):
    address = {"": "", "doc": f"#/doc/{records[2].id}", "timeline": "#/timeline", "org": f"#/org/{quote('𠮷野家')}", "names": "#/names"}[
        view
    ]
    tab = visit(address, viewport={"width": 375, "height": 700})
    tab.wait_for_selector("#main h1")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 375
    assert tab.is_visible("#side") == (view == "")


def test_two_thousand_documents_without_stutter(visit, records, tmp_path):
    """Rows stay few, and a step of the list, a filter and a document take well under a second even on a slow machine."""
    from pipeline.run.shards import write_whole
    from pipeline.view.page import page
    from pipeline.view.reading import Shown

    many = [records[1 + i % (len(records) - 2)] for i in range(2000)]
    file = tmp_path / "many.html"
    write_whole(file, page(Shown("many", iter(many)), 0))
    tab = visit(file=file)
    assert int(tab.get_attribute("html", "data-ready")) < 6000
    assert tab.locator("#rows li").count() < 60
    tab.focus("#rows a[tabindex='0']")
    tab.keyboard.press("End")
    assert tab.evaluate("document.activeElement.closest('li').dataset.at") == "1999"
    assert tab.locator("#rows li").count() < 60
    taken = tab.evaluate("""() => {
      const start = performance.now();
      location.hash = "#/?q=公司";
      return new Promise((done) => addEventListener("hashchange", () => requestAnimationFrame(() => done(performance.now() - start))));
    }""")
    assert taken < 4000
