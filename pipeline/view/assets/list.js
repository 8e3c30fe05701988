// The list of documents: only the rows in sight (and the one in focus) are in the page. Arrow keys walk it, Enter opens.

const ROW = 78; // pixels; the style sheet has the same

const list = { host: null, body: null, current: 0, rows: new Map() };

function buildList(host) {
  list.host = host;
  list.body = h("ul", { "aria-label": "文件", id: "rows" });
  host.append(list.body);
  host.addEventListener("scroll", () => requestAnimationFrame(drawRows), { passive: true });
  host.addEventListener("keydown", walkList);
  new ResizeObserver(() => drawRows()).observe(host);
}

/** The chosen documents have changed. */
function resetRows() {
  list.rows.forEach((row) => row.remove());
  list.rows.clear();
  list.body.style.height = `${state.chosen.length * ROW}px`;
  const open = state.chosen.indexOf(openNow());
  list.current = Math.max(open, 0);
  if (open < 0) list.host.scrollTop = 0;
  drawRows();
  if (open >= 0) reveal(open);
}

const openNow = () => (state.parts[0] === "doc" ? byKey.get(state.parts[1])?.at ?? -1 : -1);

function drawRows() {
  const top = list.host.scrollTop;
  const first = Math.max(0, Math.floor(top / ROW) - 6);
  const last = Math.min(state.chosen.length, Math.ceil((top + list.host.clientHeight) / ROW) + 6);
  const wanted = new Set([list.current]);
  for (let at = first; at < last; at++) wanted.add(at);
  for (const [at, row] of list.rows) {
    if (!wanted.has(at)) { row.remove(); list.rows.delete(at); }
  }
  for (const at of [...wanted].sort((a, b) => a - b)) {
    if (at < state.chosen.length && !list.rows.has(at)) insertRow(at);
  }
}

/** Rows stand in the page in their order, so that a screen reader meets them so. */
function insertRow(at) {
  const row = makeRow(at);
  const after = [...list.rows.keys()].filter((other) => other > at).sort((a, b) => a - b)[0];
  list.body.insertBefore(row, after === undefined ? null : list.rows.get(after));
  list.rows.set(at, row);
}

function makeRow(at) {
  const d = documents[state.chosen[at]];
  const open = d.at === openNow();
  const row = h("li", { "aria-setsize": state.chosen.length, "aria-posinset": at + 1, "data-at": at },
    h("a.row", { href: link(["doc", d.key]), tabindex: at === list.current ? 0 : -1, "aria-current": open ? "page" : null },
      h("bdi.title", {}, d.title || "（無標題）"),
      h("span.meta", {}, h("bdi", {}, d.outlet || "媒體不明"), ` · ${d.day ?? "日期不明"} · 事件 ${d.events} · 發言 ${d.claims}`),
      snippet(d),
    ));
  row.style.top = `${at * ROW}px`;
  return row;
}

/** Where the first word searched for stands in the text, with its surroundings. */
function snippet(d) {
  const first = state.filters.q.split(/\s+/)[0];
  if (!first) return null;
  const text = textOf(d.at);
  const at = text.toLowerCase().indexOf(first.toLowerCase());
  if (at < 0) return h("bdi.snippet", {}, "（見於標題或名稱）");
  const from = Math.max(0, at - 12);
  const part = text.slice(from, at + first.length + 30).replace(/\s+/g, " ");
  const inside = part.toLowerCase().indexOf(first.toLowerCase());
  return h("bdi.snippet", {}, from ? "…" : "", part.slice(0, inside), h("b", {}, part.slice(inside, inside + first.length)), part.slice(inside + first.length));
}

function walkList(event) {
  const page = Math.max(1, Math.floor(list.host.clientHeight / ROW) - 1);
  const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
  const step = steps[event.key];
  if (step === undefined || !state.chosen.length) return;
  event.preventDefault();
  focusRow(Math.min(state.chosen.length - 1, Math.max(0, list.current + step)));
}

function focusRow(at) {
  list.rows.get(list.current)?.querySelector("a").setAttribute("tabindex", -1);
  list.current = at;
  reveal(at);
  const anchor = list.rows.get(at).querySelector("a");
  anchor.setAttribute("tabindex", 0);
  anchor.focus({ preventScroll: true });
}

function reveal(at) {
  const top = at * ROW, bottom = top + ROW;
  if (top < list.host.scrollTop) list.host.scrollTop = top;
  else if (bottom > list.host.scrollTop + list.host.clientHeight) list.host.scrollTop = bottom - list.host.clientHeight;
  drawRows();
}

/** Which row is open has changed; the rows stay. */
function markOpen() {
  const open = openNow();
  for (const [at, row] of list.rows) {
    const anchor = row.querySelector("a");
    if (state.chosen[at] === open) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
  const at = state.chosen.indexOf(open);
  if (at >= 0 && at !== list.current) {
    list.rows.get(list.current)?.querySelector("a").setAttribute("tabindex", -1);
    list.current = at;
    drawRows();
    list.rows.get(at).querySelector("a").setAttribute("tabindex", 0);
    reveal(at);
  }
}
