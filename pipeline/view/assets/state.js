// What is shown is told by the address alone: #/doc/ID/ITEM?q=…&outlet=… — so every view can be linked and the back button works.

const FILTERS = ["q", "outlet", "from", "to", "class", "entity", "speaker"];

function readAddress() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter(Boolean).map(decoded);
  const given = new URLSearchParams(query);
  return { parts, filters: Object.fromEntries(FILTERS.map((key) => [key, given.get(key) ?? ""])) };
}

function decoded(part) {
  try { return decodeURIComponent(part); } catch { return part; }
}

/** The address of a view, with the filters as they are now (or as given). */
function link(parts, filters = state.filters) {
  const set = FILTERS.filter((key) => filters[key]).map((key) => `${key}=${encodeURIComponent(filters[key])}`);
  return `#/${parts.map(encodeURIComponent).join("/")}${set.length ? `?${set.join("&")}` : ""}`;
}

const state = { parts: [], filters: readAddress().filters, chosen: documents.map((d) => d.at) };

/** Change filters: the address follows without a new step in the history for every key pressed. */
function setFilters(change) {
  const filters = { ...state.filters, ...change };
  history.replaceState(null, "", link(state.parts, filters));
  followAddress();
}

/** The documents the filters let through, in order; with words to search for, chunks are read as needed. */
function choose(filters) {
  const words = fold(filters.q).split(/\s+/).filter(Boolean);
  const tests = [
    filters.outlet && ((d) => d.outlet === filters.outlet),
    filters.from && ((d) => d.day !== null && d.day >= filters.from),
    filters.to && ((d) => d.day !== null && d.day <= filters.to),
    filters.class && ((d) => d.classes.includes(filters.class)),
    filters.entity && namedTest(filters.entity),
    filters.speaker && speakerTest(filters.speaker),
    words.length && ((d) => { const text = searchable(d.at); return words.every((w) => text.includes(w)); }),
  ].filter(Boolean);
  return documents.filter((d) => tests.every((test) => test(d))).map((d) => d.at);
}

/** A name that is known exactly means that one; else every name that holds the words. */
function namedTest(text) {
  const exact = names.filter((n) => n.name === text);
  const wanted = new Set((exact.length ? exact : names.filter((n) => fold(`${n.name} ${n.formal ?? ""}`).includes(fold(text)))).map((n) => n.at));
  return (d) => d.names.some((n) => wanted.has(n));
}

function speakerTest(text) {
  const part = fold(text);
  const exact = documents.some((d) => d.speakers.includes(text));
  return exact ? (d) => d.speakers.includes(text) : (d) => d.speakers.some((s) => fold(s).includes(part));
}

/** The filter form: built once; its values follow the address. */
function buildFilters(form) {
  const outlets = [...tally(documents.map((d) => d.outlet)).entries()].filter(([name]) => name);
  const classes = [...tally(documents.flatMap((d) => d.classes)).entries()];
  const speakers = [...tally(documents.flatMap((d) => d.speakers)).keys()];
  const byUse = [...names].sort((a, b) => b.documents.length - a.documents.length);
  form.append(
    field("q", "搜尋", h("input", { id: "f-q", type: "search", placeholder: "內文、標題、名稱；空格分開＝都要有", autocomplete: "off", "aria-keyshortcuts": "/" })),
    h("details.more-filters", { id: "more-filters" },
      h("summary", {}, "篩選", h("span", { id: "filters-set" })),
      h("div.grid", {},
        field("outlet", "媒體", select("f-outlet", outlets.map(([name, n]) => [name, `${name}（${count(n)}）`]))),
        field("class", "事件類別", select("f-class", classes.map(([name, n]) => [name, `${label("class", name)}（${count(n)}）`]))),
        field("from", "發布日起", h("input", { id: "f-from", type: "date" })),
        field("to", "發布日迄", h("input", { id: "f-to", type: "date" })),
        field("entity", "組織、人物、地點", suggesting("f-entity", byUse.map((n) => n.name))),
        field("speaker", "發言者", suggesting("f-speaker", speakers)),
      ),
      h("button", { type: "button", id: "clear", onclick: () => setFilters(Object.fromEntries(FILTERS.map((key) => [key, ""]))) }, "清除全部條件"),
    ),
  );
  form.addEventListener("submit", (event) => event.preventDefault());
  let waiting = 0;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => setFilters(Object.fromEntries(FILTERS.map((key) => [key, byId(`f-${key}`).value.trim()]))), 120);
  });
}

const field = (key, text, control) => h("div.field", {}, h("label", { for: `f-${key}` }, text), control);
const select = (id, options) => h("select", { id }, h("option", { value: "" }, "全部"), options.map(([value, text]) => h("option", { value }, text)));

/** A text field that offers at most 40 of many names, those that hold what is typed. */
function suggesting(id, all) {
  const list = h("datalist", { id: `${id}-list` });
  const input = h("input", { id, type: "text", list: list.id, autocomplete: "off" });
  const offer = () => {
    const part = fold(input.value);
    const fitting = [];
    for (const name of all) if (fold(name).includes(part) && fitting.push(name) >= 40) break;
    list.replaceChildren(...[...new Set(fitting)].map((value) => h("option", { value })));
  };
  input.addEventListener("focus", offer);
  input.addEventListener("input", offer);
  return h("span.suggest", {}, input, list);
}

function showFilters() {
  for (const key of FILTERS) {
    const control = byId(`f-${key}`);
    if (control.value.trim() !== state.filters[key]) control.value = state.filters[key];
  }
  const set = FILTERS.filter((key) => key !== "q" && state.filters[key]).length;
  byId("filters-set").textContent = set ? `：已設 ${set} 項` : "";
  if (set && !byId("more-filters").dataset.seen) byId("more-filters").open = true;
  byId("more-filters").dataset.seen = "1";
  byId("clear").disabled = !FILTERS.some((key) => state.filters[key]);
}

/** How often each stands in the list, most first. */
function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Map([...counts].sort((a, b) => b[1] - a[1]));
}
