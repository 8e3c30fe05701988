// The text with its marks. Marks may cross: the text is cut at every boundary, and a piece carries the layers of all marks that cover it.

const LAYERS = ["organization", "person", "place", "date", "claim", "event"];

/** All marks of a document, in code points: {start, end, layer, id, nth}. `nth` numbers an entity's mentions from 1. */
function marksOf(document) {
  return [
    ...document.entities.flatMap((e) => e.mentions.map((m, i) => ({ start: m.start, end: m.end, layer: e.name.type, id: `${e.id}.${i + 1}`, rule: m.rule, item: e }))),
    ...document.dates.map((d) => ({ start: d.start, end: d.end, layer: "date", id: d.id, rule: d.rule, item: d })),
    ...document.claims.map((c) => ({ start: c.start, end: c.end, layer: "claim", id: c.id, rule: c.rule, item: c })),
    ...document.events.map((v) => ({ start: v.start, end: v.end, layer: "event", id: v.id, rule: v.rule, item: v })),
  ];
}

/** Cut `start..end` at the boundaries of the marks in it: pieces {start, end, marks}, in order, without gaps. */
function cut(start, end, marks) {
  const inside = marks.filter((m) => m.start < end && m.end > start);
  const bounds = new Set([start, end]);
  for (const m of inside) {
    bounds.add(Math.max(start, m.start));
    bounds.add(Math.min(end, m.end));
  }
  const sorted = [...bounds].sort((a, b) => a - b);
  return sorted.slice(1).map((to, i) => ({ start: sorted[i], end: to, marks: inside.filter((m) => m.start <= sorted[i] && m.end >= to) }));
}

/** The text of a stretch: plain text nodes and <mark> pieces. */
function markedText(document, start, end, marks) {
  return cut(start, end, marks).map((piece) => {
    const text = document.quote(piece.start, piece.end);
    if (!piece.marks.length) return text;
    const element = h("mark", { "data-ids": piece.marks.map((m) => m.id).join(" ") }, text);
    element.marks = piece.marks;
    for (const m of piece.marks) {
      if (m.start === piece.start) element.dataset.starts = "";
      if (m.end === piece.end) element.dataset.ends = "";
    }
    return element;
  });
}

const shownLayers = new Set(LAYERS);

/** Give every piece the classes of its layers that are switched on. */
function paint(host) {
  for (const element of host.querySelectorAll("mark")) {
    const layers = new Set(element.marks.map((m) => m.layer).filter((l) => shownLayers.has(l)));
    element.className = [...layers].join(" ");
  }
}

const TAGS = { title: "h2", heading: "h3", paragraph: "p", byline: "p", caption: "p" };

/** Body and removed stretches in their order; what was removed is folded, with its kind and rule. */
function renderText(document) {
  const marks = marksOf(document);
  const host = h("div.text", { tabindex: 0, role: "group", "aria-label": "本文。左右方向鍵走過各個標記，Esc 離開。", id: "text" });
  const parts = [...document.body, ...document.removed].sort((a, b) => a.start - b.start);
  for (const group of runsOf(parts)) {
    if (group[0].role) host.append(blockOf(document, group[0], marks));
    else host.append(removedOf(document, group));
  }
  paint(host);
  return host;
}

/** Removed stretches that follow one another are folded together. */
function runsOf(parts) {
  const runs = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (!part.role && last && !last[0].role) last.push(part);
    else runs.push([part]);
  }
  return runs;
}

function blockOf(document, block, marks) {
  const element = h(TAGS[block.role] ?? "p", { class: `block ${block.role}`, dir: "auto", "data-start": block.start, "data-end": block.end });
  element.append(...markedText(document, block.start, block.end, marks));
  return element;
}

function removedOf(document, group) {
  const kinds = [...tally(group.map((r) => r.kind)).keys()].map((kind) => labelNode("removed", kind));
  const length = group.reduce((sum, r) => sum + r.end - r.start, 0);
  return h("details.removed", {},
    h("summary", {}, h("span", { "aria-hidden": "true" }, "✂ "), "移除：", kinds.flatMap((k, i) => (i ? ["、", k] : [k])),
      h("small", {}, ` ${count(length)} 字 · `, [...new Set(group.map((r) => r.rule))].flatMap((rule, i) => [i ? "、" : "", h("code", { lang: "en" }, rule)]))),
    group.map((r) => h("div.gone", { "data-start": r.start, "data-end": r.end, "data-kind": r.kind, "data-rule": r.rule },
      h("p.why", {}, labelNode("removed", r.kind), " · 規則 ", h("code", { lang: "en" }, r.rule)),
      h("blockquote", { dir: "auto" }, document.quote(r.start, r.end)),
      r.item ? h("dl.item", {}, ["title", "teaser", "outlet", "age", "comments"].flatMap((key, i) =>
        r.item[i] ? [h("dt", {}, label("item", key)), h("dd", {}, h("bdi", {}, r.item[i]))] : [])) : null)));
}

/** Bring an item's first piece into sight and mark it; "e1.2" is the second mention of e1. Gives its pieces. */
function revealItem(host, id) {
  for (const old of host.querySelectorAll(".target")) old.classList.remove("target");
  const wanted = /^e\d+$/.test(id) ? `${id}.1` : id;
  const pieces = [...host.querySelectorAll("mark")].filter((m) => m.dataset.ids.split(" ").includes(wanted));
  for (const piece of pieces) piece.classList.add("target");
  pieces[0]?.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  return pieces;
}
