// The frame: which view is shown, where the focus goes, light or dark, printing.

let visit = 0; // a view that is still reading stops when another one is opened
let shownKey = null;
let shownText = null;

const VIEWS = [
  { part: "", text: "文件", parts: [] },
  { part: "timeline", text: "時間軸", parts: ["timeline"] },
  { part: "names", text: "組織與人物", parts: ["names"] },
  ...(index.refused ? [{ part: "rejects", text: `拒收 ${count(index.refused)}`, parts: ["rejects"] }] : []),
];

function drawNav() {
  const here = Object.hasOwn(ROUTES, state.parts[0] ?? "") ? "names" : state.parts[0] === "doc" ? "" : state.parts[0] ?? "";
  byId("nav").replaceChildren(...VIEWS.map((v) => h("a", { href: link(v.parts), "aria-current": v.part === here ? "page" : null }, v.text)));
}

function followAddress() {
  const { parts, filters } = readAddress();
  const filtered = FILTERS.some((key) => filters[key] !== state.filters[key]);
  state.parts = parts;
  state.filters = filters;
  if (filtered || !followAddress.begun) {
    state.chosen = choose(filters);
    showFilters();
    byId("count").textContent = state.chosen.length === documents.length ? `共 ${count(documents.length)} 篇` : `共 ${count(documents.length)} 篇，符合 ${count(state.chosen.length)} 篇`;
    resetRows();
  }
  drawNav();
  showView(filtered);
  markOpen();
  followAddress.begun = true;
}

function showView(filtered) {
  const [view = "", first = "", item = ""] = state.parts;
  const doc = view === "doc" ? first : null;
  document.body.dataset.view = view || "home";
  if (doc !== null && doc === shownKey && shownText) {
    if (filtered) highlightSearch(shownText);
    goTo(item);
    return;
  }
  const focused = byId("main").contains(document.activeElement) || Boolean(followAddress.begun && !byId("side").contains(document.activeElement) && !filtered);
  const host = h("div.view");
  const mine = ++visit;
  const stopped = () => mine !== visit;
  byId("main").replaceChildren(host);
  shownKey = doc;
  shownText = null;
  if (doc !== null) shownText = documentPage(host, doc);
  else if (view === "timeline") timelinePage(host, stopped);
  else if (view === "names") namesPage(host, first in labels.layer ? first : "organization");
  else if (Object.hasOwn(ROUTES, view)) namePage(host, ROUTES[view], first, stopped);
  else if (view === "rejects") rejectsPage(host);
  else overviewPage(host);
  const head = host.querySelector("h1");
  document.title = `${head.textContent} — 實錄 ${index.name}`;
  if (!filtered) byId("main").scrollTop = 0;
  if (!filtered && followAddress.begun && matchMedia("(max-width: 60rem)").matches) scrollTo(0, 0);
  if (focused && !item) { head.tabIndex = -1; head.focus({ preventScroll: true }); }
  goTo(item);
}

/** An item of the open document, named in the address. */
function goTo(item) {
  if (!item || !shownText) return;
  const [first] = revealItem(shownText, item);
  if (first) chooseMark(openDocument(byKey.get(shownKey).at), shownText, first);
}

// Light, dark, or as the system says.
const THEMES = { auto: "依系統", light: "淺色", dark: "深色" };
function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const button = byId("theme");
  button.replaceChildren(h("span", { "aria-hidden": "true" }, theme === "dark" ? "☾ " : theme === "light" ? "☀ " : "◐ "), h("span.unseen", {}, "明暗："), THEMES[theme]);
  try { localStorage.setItem("shilu-theme", theme); } catch { /* a page from disk may not remember; no harm */ }
}

function savedTheme() {
  try { return localStorage.getItem("shilu-theme") ?? "auto"; } catch { return "auto"; }
}

function start() {
  setTheme(Object.hasOwn(THEMES, savedTheme()) ? savedTheme() : "auto");
  byId("theme").addEventListener("click", () => {
    const all = Object.keys(THEMES);
    setTheme(all[(all.indexOf(document.documentElement.dataset.theme) + 1) % all.length]);
  });
  byId("skip").addEventListener("click", (event) => { event.preventDefault(); byId("main").focus(); });
  buildFilters(byId("filters"));
  buildList(byId("list"));
  addEventListener("hashchange", followAddress);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    event.preventDefault();
    byId("f-q").focus();
  });
  followAddress();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

start();
