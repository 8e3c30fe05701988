// One document: its text with marks, its events, claims and names; each leads to its place in the text.

function documentPage(host, key) {
  const known = byKey.get(key);
  if (!known) { put(host, h("h1", {}, "沒有這篇文件"), h("p.note", {}, "編號 ", h("code", {}, key), " 不在這一頁裡。")); return null; }
  const d = openDocument(known.at);
  const text = renderText(d);
  const about = h("div.about", { id: "about", role: "status", "aria-live": "polite", hidden: true });
  put(host,
    documentHead(d),
    layerSwitches(text, d),
    h("div.columns", {},
      h("article.paper", { "aria-label": "本文" }, text, about),
      h("div.panels", {}, eventPanel(d), claimPanel(d), namePanel(d), datePanel(d))),
  );
  text.addEventListener("click", (event) => { const m = event.target.closest("mark"); if (m) chooseMark(d, text, m); });
  text.addEventListener("keydown", (event) => walkMarks(d, text, event));
  highlightSearch(text);
  return text;
}

function documentHead(d) {
  const place = state.chosen.indexOf(d.at);
  const step = (to, text) => (state.chosen[to] === undefined ? h("span.off", { "aria-hidden": "true" }, text) : h("a", { href: link(["doc", documents[state.chosen[to]].key]) }, text));
  const where = [d.source.path, d.source.member && `!${d.source.member}`].filter(Boolean).join("");
  const safe = /^https?:\/\//i.test(d.source.url ?? "");
  return h("header.dochead", {},
    h("nav.steps", { "aria-label": "前後文件" }, h("a.back", { href: link([]) }, "← 列表"), step(place - 1, "‹ 上一篇"), step(place + 1, "下一篇 ›")),
    h("h1", {}, h("bdi", {}, d.title || "（無標題）")),
    h("p.meta", {}, h("bdi", {}, d.outlet || "媒體不明"), " · ", d.day ? [h("time", { datetime: d.day }, d.day), `（${label("published", d.source.basis)}）`] : "發布日不明",
      d.source.authors.length ? [" · ", h("bdi", {}, d.source.authors.join("、"))] : "",
      safe ? [" · ", h("a", { href: d.source.url, rel: "noreferrer noopener", target: "_blank" }, "原文（外部網站）")] : ""),
    h("p.small", {}, h("bdi", {}, where || "—"), ` #${d.source.number} · `, h("code", {}, d.id), d.source.url && !safe ? [" · ", h("bdi", {}, d.source.url)] : ""));
}

function layerSwitches(text, d) {
  const found = tally(marksOf(d).map((m) => m.layer));
  const box = (layer) => h("label", { class: `switch ${layer}` },
    h("input", { type: "checkbox", checked: shownLayers.has(layer), "data-layer": layer, onchange: (event) => {
      shownLayers[event.target.checked ? "add" : "delete"](layer);
      paint(text);
    } }), h("span", {}, label("layer", layer)), h("span.n", {}, count(found.get(layer) ?? 0)));
  return h("fieldset.layers", { id: "layers" }, h("legend", {}, "標記"), LAYERS.map(box),
    h("button.fold", { type: "button", onclick: () => {
      const all = [...text.querySelectorAll("details.removed")];
      const open = all.some((x) => !x.open);
      for (const x of all) x.open = open;
    } }, `展開／收起移除段落（${count(d.removed.length)}）`));
}

/** The items a piece of text belongs to, told below the text. */
function chooseMark(d, text, element) {
  for (const old of text.querySelectorAll(".current")) old.classList.remove("current");
  element.classList.add("current");
  const about = byId("about");
  about.hidden = false;
  about.replaceChildren(h("ul", {}, element.marks.map((m) => h("li", {}, h("span", { class: `tag ${m.layer}` }, label("layer", m.layer)), " ", aboutMark(d, m),
    h("small", {}, ` 字 ${m.start}–${m.end} · `, h("code", { lang: "en" }, m.rule))))));
}

function aboutMark(d, m) {
  if (m.layer === "date") return [m.item.value ?? "無法定日", `（${dateWords(m.item)}）`];
  if (m.layer === "claim") return [m.item.speaker ? h("bdi", {}, m.item.speaker.name) : "作者", "：", claimBadges(m.item)];
  if (m.layer === "event") return [labels.type[m.item.type] ?? m.item.type, " ", m.item.when.value ?? "無法定日", "，", label("status", m.item.status)];
  return [nameLink(m.item.name), identifiersOf(m.item.name), `（${label("basis", m.item.basis)}）`];
}

const dateWords = (x) => [label("precision", x.precision), x.calendar !== "gregorian" && label("calendar", x.calendar), x.modifier && label("modifier", x.modifier), label("basis", x.basis)].filter(Boolean).join("、");

function walkMarks(d, text, event) {
  if (event.target !== text) return;
  const marks = [...text.querySelectorAll("mark")].filter((m) => m.className && "starts" in m.dataset);
  const now = text.querySelector("mark.current");
  if (event.key === "Escape") { now?.classList.remove("current"); byId("about").hidden = true; return; }
  if (event.key !== "ArrowRight" && event.key !== "ArrowLeft") return;
  event.preventDefault();
  const at = marks.indexOf(now);
  const next = marks[event.key === "ArrowRight" ? at + 1 : at < 0 ? marks.length - 1 : at - 1];
  if (!next) return;
  chooseMark(d, text, next);
  next.scrollIntoView({ block: "nearest" });
}

const panel = (title, number, ...content) => h("details.panel", { open: true }, h("summary", {}, h("h2", {}, title), h("span.n", {}, count(number))), content);
const place = (d, id) => link(["doc", d.key, id]);

function eventPanel(d) {
  const drawn = datedOnly(d.events.map((v) => told(d, v)));
  const host = h("div");
  if (drawn.length) timeline(host, drawn, "本文事件");
  const rows = [...d.events].sort((a, b) => (a.when.earliest ?? "9").localeCompare(b.when.earliest ?? "9") || a.start - b.start);
  return panel("事件", rows.length, host, rows.length ? h("ol.items.events", {}, rows.map((v) => eventItem(d, v))) : h("p.note", {}, "沒有"));
}

function eventItem(d, v) {
  const date = d.items.get(v.when.date);
  const e = told(d, v);
  const same = v.same && d.items.get(v.same);
  return h("li", { class: `s-${v.status}` },
    h("p", {}, h("strong.when", {}, v.when.value ?? "無法定日"), " ", h("span.kind", {}, labels.type[v.type] ? `${label("class", v.type.split(".")[0])}・${label("type", v.type)}` : v.type), " ",
      h("a", { href: place(d, v.id) }, h("bdi", {}, d.quote(v.start, v.end))), doubts(e).map((t) => [" ", h("span.badge", {}, t)])),
    h("p.sub", {}, v.participants.map((p, i) => [i ? "、" : "", nameLink(d.items.get(p.entity).name), p.role === "participant" ? "" : h("small", {}, `（${label("role", p.role)}）`)]),
      v.amount ? [" · ", h("bdi", {}, v.amount)] : "",
      date ? [v.participants.length || v.amount ? " · " : "", "據", h("a", { href: place(d, date.id) }, h("bdi", {}, `「${d.quote(date.start, date.end)}」`)), `（${label("tie", v.when.basis)}）`] : "",
      v.claim ? [" · 見於", h("a", { href: place(d, v.claim) }, "發言")] : "", same ? [" · 同", h("a", { href: place(d, same.id) }, h("bdi", {}, `「${d.quote(same.start, same.end)}」`))] : ""));
}

function claimPanel(d) {
  const bySpeaker = new Map();
  for (const c of d.claims) {
    const who = c.speaker?.name ?? "";
    if (!bySpeaker.has(who)) bySpeaker.set(who, []);
    bySpeaker.get(who).push(c);
  }
  return panel("發言", d.claims.length, d.claims.length ? [...bySpeaker].map(([who, claims]) => h("section.speaker", {},
    h("h3", {}, speakerLink(d, claims[0], who), h("span.n", {}, count(claims.length))), h("ul.items", {}, claims.map((c) => claimItem(d, c))))) : h("p.note", {}, "沒有"));
}

function speakerLink(d, claim, who) {
  const entity = claim.speaker?.entity && d.items.get(claim.speaker.entity);
  return entity ? nameLink(entity.name, who) : h("bdi", {}, who || "作者的論斷");
}

function claimItem(d, c) {
  return h("li", {}, h("p", {}, c.cue ? h("span.cue", {}, h("bdi", {}, d.quote(c.cue.start, c.cue.end)), "：") : "", h("a", { href: place(d, c.id) }, h("bdi", {}, shortened(d.quote(c.start, c.end), 110)))),
    h("p.sub", {}, claimBadges(c), c.via ? [" 經 ", h("bdi", {}, c.via)] : ""));
}

const claimBadges = (c) => [label("form", c.form), c.polarity !== "affirmed" && label("polarity", c.polarity), c.certainty !== "certain" && label("certainty", c.certainty), ...c.reasons.map((r) => label("reason", r))]
  .filter(Boolean).map((text) => [h("span.badge", {}, text), " "]);

const shortened = (text, most) => { const all = [...text.replace(/\s+/g, " ")]; return all.length > most ? `${all.slice(0, most).join("")}…` : all.join(""); };

function namePanel(d) {
  const groups = ["organization", "person", "place"].map((type) => [type, d.entities.filter((e) => e.name.type === type).sort((a, b) => b.mentions.length - a.mentions.length)]);
  return panel("名稱", d.entities.length, groups.filter(([, list]) => list.length).map(([type, list]) => h("section", {},
    h("h3", {}, label("layer", type), h("span.n", {}, count(list.length))),
    h("ul.items.names", {}, list.map((e) => h("li", {}, h("p", {}, h("i", { class: `dot ${type}`, "aria-hidden": "true" }), nameLink(e.name), e.name.formal ? h("small", {}, h("bdi", {}, ` ${e.name.formal}`)) : "",
      h("span.n", {}, `${count(e.mentions.length)} 次`)),
    h("p.sub", {}, h("code", { lang: "en" }, e.name.kind), identifiersOf(e.name), ` ${label("basis", e.basis)}`,
      h("span.spots", {}, e.mentions.slice(0, 20).map((m, i) => [" ", h("a", { href: place(d, `${e.id}.${i + 1}`), "aria-label": `${e.name.name} 第 ${i + 1} 處` }, i + 1)]), e.mentions.length > 20 ? " …" : ""))))))));
}

function datePanel(d) {
  const body = d.dates.map((x) => h("li", {}, h("p", {}, h("a", { href: place(d, x.id) }, h("bdi", {}, d.quote(x.start, x.end))), " → ", h("strong", {}, x.value ?? "無法定日"), h("small", {}, ` ${dateWords(x)}`))));
  const box = panel("日期", d.dates.length, body.length ? h("ul.items", {}, body) : h("p.note", {}, "沒有"));
  box.open = d.dates.length <= 12;
  return box;
}

/** The words searched for, shown in the text where the browser can do it without touching the page. */
function highlightSearch(text) {
  if (!CSS.highlights) return;
  CSS.highlights.delete("search");
  const words = state.filters.q.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return;
  const ranges = [];
  for (const block of text.querySelectorAll(".block")) {
    const nodes = [], walker = window.document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let all = "";
    while (walker.nextNode()) { nodes.push([all.length, walker.currentNode]); all += walker.currentNode.data; }
    const low = all.toLowerCase();
    if (low.length !== all.length) continue;
    for (const word of words) for (let at = low.indexOf(word); at >= 0; at = low.indexOf(word, at + word.length)) ranges.push(rangeIn(nodes, at, at + word.length));
  }
  CSS.highlights.set("search", new Highlight(...ranges));
}

function rangeIn(nodes, start, end) {
  const range = new Range();
  const first = nodes.findLast(([at]) => at <= start), last = nodes.findLast(([at]) => at < end);
  range.setStart(first[1], start - first[0]);
  range.setEnd(last[1], end - last[0]);
  return range;
}
