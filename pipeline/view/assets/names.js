// Names over all documents: the list of them, and a page for each: all its events and claims by day.

const ROUTES = { org: "organization", organization: "organization", person: "person", place: "place" };

const nameLink = (name, text) => h("a.name", { href: link([name.type === "organization" ? "org" : name.type, name.name]) }, h("bdi", {}, text ?? name.name));

const identifiersOf = (name) => Object.entries(name.identifiers).map(([kind, value]) => [" ", h("span.id", {}, `${label("identifier", kind)} `, h("bdi", {}, value))]);

/** The list of organizations (or people, or places) of the chosen documents. */
function namesPage(host, type) {
  const counts = new Map();
  for (const at of state.chosen) for (const n of documents[at].names) if (names[n].type === type) counts.set(n, (counts.get(n) ?? 0) + 1);
  const all = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([n, times]) => ({ name: names[n], times }));
  const body = h("tbody"), tail = h("div"), status = h("p", { role: "status", "aria-live": "polite" });
  const show = (part) => {
    const rows = all.filter(({ name }) => fold(`${name.name} ${name.formal ?? ""} ${name.kind} ${Object.values(name.identifiers).join(" ")}`).includes(fold(part)));
    status.textContent = `${count(rows.length)} 個${label("layer", type)}`;
    body.replaceChildren();
    tail.replaceChildren(portions(body, rows, 100, ({ name, times }) => h("tr", {}, h("th", { scope: "row" }, nameLink(name)), h("td", {}, h("bdi", {}, name.formal ?? "")),
      h("td", {}, h("code", { lang: "en" }, name.kind)), h("td", {}, identifiersOf(name)), h("td.num", {}, count(times))), "個"));
  };
  put(host, h("h1", {}, label("layer", type)),
    h("nav.chips", { "aria-label": "名稱種類" }, ["organization", "person", "place"].map((t) => h("a", { href: link(["names", t]), "aria-current": t === type ? "page" : null }, label("layer", t)))),
    h("div.field", {}, h("label", { for: "names-q" }, "在名稱、全名、代號中找"), h("input", { id: "names-q", type: "search", oninput: (event) => show(event.target.value.trim()) })),
    status, h("div.scroll", { tabindex: 0, role: "group", "aria-label": "名稱" }, h("table", {}, h("caption.unseen", {}, "名稱"), h("thead", {}, h("tr", {}, ["名稱", "全名", "種類", "代號", "文件"].map((t) => h("th", { scope: "col" }, t)))), body)), tail);
  show("");
}

/** One name's page: what it is, its events and what it said or what was said of it, by day, over all documents. */
async function namePage(host, type, text, stopped) {
  const name = nameOf.get(`${type}/${text}`);
  if (!name) { put(host, h("h1", {}, "沒有這個名稱"), h("p.note", {}, h("bdi", {}, text), " 不在這一頁的文件裡。")); return; }
  const status = h("p", { role: "status" }, "讀取文件…");
  put(host, nameHead(name), status);
  const found = { events: [], claims: [], forms: [], beside: [], mentions: 0 };
  const whole = await throughDocuments(name.documents, (d) => gather(d, name, found), stopped);
  if (!whole || stopped()) return;
  const known = datedOnly(found.events);
  const unknown = found.events.length - known.length;
  const said = found.claims.filter((c) => c.own).length;
  status.textContent = `${count(name.documents.length)} 篇文件、${count(found.mentions)} 次提及；${count(found.events.length)} 件事件${unknown ? `（${count(unknown)} 件無法定日）` : ""}、${count(said)} 則自己的發言、${count(found.claims.length - said)} 則別人提到它的發言。`;
  const forms = [...tally(found.forms)];
  if (forms.length > 1) put(host, h("p.small", {}, "文中寫法：", forms.slice(0, 10).map(([form, n], i) => [i ? "、" : "", h("bdi", {}, form), ` ${count(n)}`])));
  if (known.length) timeline(host, known, name.name);
  besideList(host, found.beside);
  dayList(host, name, found);
}

function nameHead(name) {
  return h("header", {}, h("p.small", {}, h("a", { href: link(["names", name.type]) }, label("layer", name.type))), h("h1", {}, h("bdi", {}, name.name)),
    h("p.meta", {}, name.formal ? [h("bdi", {}, name.formal), " · "] : "", h("code", { lang: "en" }, name.kind), identifiersOf(name)),
    h("p", {}, h("a", { href: link([], { ...noFilters(), entity: name.name }) }, "只列出提到它的文件")));
}

const noFilters = () => Object.fromEntries(FILTERS.map((key) => [key, ""]));

function gather(d, name, found) {
  const own = d.entities.filter((e) => e.name === name);
  const ids = new Set(own.map((e) => e.id));
  for (const e of own) {
    found.mentions += e.mentions.length;
    found.forms.push(...e.mentions.map((m) => d.quote(m.start, m.end)));
  }
  for (const v of d.events) {
    const part = v.participants.find((p) => ids.has(p.entity));
    if (!part) continue;
    found.events.push({ ...told(d, v), role: part.role });
    found.beside.push(...v.participants.map((p) => d.items.get(p.entity).name).filter((n) => n !== name && n.type !== "place"));
  }
  for (const c of d.claims) {
    const speaks = c.speaker?.entity && ids.has(c.speaker.entity);
    if (!speaks && !c.entities.some((id) => ids.has(id))) continue;
    found.claims.push({
      at: d.at, key: d.key, id: c.id, title: d.title, day: d.day, own: Boolean(speaks), who: c.speaker?.name ?? "", entity: c.speaker?.entity ? d.items.get(c.speaker.entity).name : null,
      cue: c.cue ? d.quote(c.cue.start, c.cue.end) : "", content: shortened(d.quote(c.start, c.end), 140), claim: c,
    });
  }
}

function besideList(host, beside) {
  const often = [...tally(beside)].slice(0, 14);
  if (often.length) put(host, h("section", {}, h("h2", {}, "同在一件事件裡"), h("ul.chips", {}, often.map(([n, times]) => h("li", {}, nameLink(n), ` ${count(times)}`)))));
}

/** Events stand under their own day, claims under the day they were published. */
function dayList(host, name, found) {
  const days = new Map();
  const under = (day) => days.get(day) ?? days.set(day, { events: [], claims: [] }).get(day);
  for (const e of found.events) under(e.from).events.push(e);
  for (const c of found.claims) under(c.day ?? "").claims.push(c);
  if (!days.size) { put(host, h("p.note", {}, "沒有它的事件或發言。")); return; }
  const sorted = [...days].sort(([a], [b]) => (a || "9999").localeCompare(b || "9999")).reverse();
  const list = h("div.days");
  const more = portions(list, sorted, 40, ([day, { events, claims }]) => h("section.day", {}, h("h3", {}, day ? h("time", { datetime: day }, day) : "日期不明"),
    h("ul.items", {}, events.map((e) => dayEvent(e)), claims.map((c) => dayClaim(c)))), "天");
  put(host, h("h2", {}, "逐日：事件與發言"), h("p.small", {}, "新的在前；事件列在它的日期下，發言列在文件的發布日下。"), list, more);
}

function dayEvent(e) {
  return h("li", { class: `s-${e.status}` }, h("p", {}, h("span.tag.event", {}, "事件"), " ", typeText(e), " ", h("a", { href: link(["doc", e.key, e.id]) }, h("bdi", {}, `「${e.trigger}」`)),
    e.interval ? ` 至 ${e.to}` : "", e.role === "participant" ? "" : `（${label("role", e.role)}）`, doubts(e).map((t) => [" ", h("span.badge", {}, t)])),
  h("p.sub", {}, h("bdi", {}, shortened(e.sentence.trim(), 120))), h("p.sub", {}, h("bdi", {}, e.title)));
}

function dayClaim(c) {
  return h("li", {}, h("p", {}, h("span.tag.claim", {}, c.own ? "發言" : "提及"), " ", c.entity ? nameLink(c.entity, c.who) : h("bdi", {}, c.who || "作者"), c.cue ? h("bdi", {}, ` ${c.cue}`) : "", "：",
    h("a", { href: link(["doc", c.key, c.id]) }, h("bdi", {}, c.content)), " ", claimBadges(c.claim)), h("p.sub", {}, h("bdi", {}, c.title)));
}
