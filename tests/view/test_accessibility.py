"""Every view, light and dark, wide and narrow, through axe: nothing serious."""

from urllib.parse import quote

import pytest

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize(("width", "scheme"), [(1300, "light"), (1300, "dark"), (375, "light")])
@pytest.mark.parametrize("view", ["list", "document", "timeline", "organization", "names", "rejects"])
def test_nothing_serious(visit, records, busiest, view, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: accessibility is not checked").Axe()
    address = {
        "list": "", "document": f"#/doc/{records[1].id}/{records[1].entities[0].id}", "timeline": "#/timeline", "organization": f"#/org/{quote(busiest, safe='')}",
        "names": "#/names", "rejects": "#/rejects",
    }[view]  # fmt: skip
    tab = visit(address, color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce", bypass_csp=True)
    tab.wait_for_selector({"timeline": "#main table", "organization": ".days"}.get(view, "#main h1"))
    for folded in tab.locator("details:not([open]) > summary").all():
        if folded.is_visible():
            folded.click()
    found = axe.run(tab, options=RULES).response["violations"]
    told = [f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:160]} {v['nodes'][0].get('failureSummary', '')[:300]}" for v in found]
    assert told == []
