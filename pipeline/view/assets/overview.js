// The first page: what the chosen documents hold. And the timeline of them all, and what was rejected.

function overviewPage(host) {
  const chosen = state.chosen.map((at) => documents[at]);
  const days = chosen.map((d) => d.day).filter(Boolean).sort();
  put(host,
    h("h1", {}, "總覽"),
    h("p.lead", {}, h("bdi", {}, index.name), `：${count(chosen.length)} 篇文件`, days.length ? `，${days[0]} 至 ${days.at(-1)} 發布` : "",
      `，${count(sum(chosen, "events"))} 件事件，${count(sum(chosen, "claims"))} 則發言。`),
    index.cut ? h("p.note.warn", { id: "cut" }, `這一頁只收前 ${count(documents.length)} 篇${index.total ? `（全部 ${count(index.total)} 篇）` : ""}；要多要少用 `, h("code", {}, "--limit"), " 決定。") : null,
    h("div.cards", {},
      rankCard("組織", rankNames(chosen, "organization"), (n) => link(["organization", n.name])),
      rankCard("人物", rankNames(chosen, "person"), (n) => link(["person", n.name])),
      rankCard("發言者", rankWords(chosen, "speakers"), (n) => link([], { ...state.filters, speaker: n.name })),
      rankCard("事件類別", rankWords(chosen, "classes", "class"), (n) => link(["timeline"], { ...state.filters, class: n.name })),
      rankCard("地點", rankNames(chosen, "place"), (n) => link(["place", n.name])),
      rankCard("媒體", rankWords(chosen, "outlet"), (n) => link([], { ...state.filters, outlet: n.name })),
    ),
    h("p.small", {}, "shilu ", index.provenance.shilu ?? "?", " · 設定 ", h("code", {}, index.provenance.settings ?? "—"), " · 詞典 ", h("code", {}, index.provenance.lexicons ?? "—")),
  );
}

const sum = (rows, key) => rows.reduce((total, row) => total + row[key], 0);

function rankNames(chosen, type) {
  const counts = new Map();
  for (const d of chosen) for (const n of d.names) if (names[n].type === type) counts.set(n, (counts.get(n) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 12).map(([n, times]) => ({ name: names[n].name, text: names[n].name, times }));
}

function rankWords(chosen, key, group) {
  return [...tally(chosen.flatMap((d) => d[key]).filter(Boolean))].slice(0, 12).map(([name, times]) => ({ name, text: group ? label(group, name) : name, times }));
}

function rankCard(title, rows, address) {
  const most = rows[0]?.times ?? 1;
  return h("section.card", {}, h("h2", {}, title), rows.length ? h("ol.rank", {}, rows.map((row) => {
    const bar = h("span.bar", { "aria-hidden": "true" });
    bar.style.width = `${(100 * row.times) / most}%`;
    return h("li", {}, bar, h("a", { href: address(row) }, h("bdi", {}, row.text)), h("span.times", {}, count(row.times), h("span.unseen", {}, " 篇")));
  })) : h("p.note", {}, "沒有"));
}

/** All dated events of the chosen documents. */
async function timelinePage(host, stopped) {
  const status = h("p", { role: "status" }, "讀取事件…");
  put(host, h("h1", {}, "時間軸"), status);
  const events = [];
  let undated = 0;
  const wanted = state.filters.class;
  const whole = await throughDocuments(state.chosen, (d) => {
    for (const v of d.events) {
      if (wanted && !v.type.startsWith(`${wanted}.`)) continue;
      const e = told(d, v);
      if (e.from) events.push(e);
      else undated++;
    }
  }, stopped);
  if (!whole || stopped()) return;
  status.textContent = `符合條件的 ${count(state.chosen.length)} 篇文件裡有 ${count(events.length)} 件可定日的事件${undated ? `，另有 ${count(undated)} 件無法定日` : ""}。`;
  timeline(host, events, "時間軸");
  if (events.length) eventTable(host, events, "事件（依日期）");
}

function rejectsPage(host) {
  put(host, h("h1", {}, "拒收"), h("p.lead", {}, `有 ${count(index.refused)} 項沒有成為紀錄`, index.refused > index.rejected.length ? `，這裡列出前 ${count(index.rejected.length)} 項。` : "。"));
  const reasons = tally(index.rejected.map((r) => `${word(r[3])}／${word(r[4])}`));
  put(host, h("ul.chips", { "aria-label": "原因" }, [...reasons].map(([reason, n]) => h("li", {}, h("span", { lang: "en" }, reason), ` ${count(n)}`))));
  const body = h("tbody");
  const more = portions(body, index.rejected, 100, ([path, member, at, stage, code, message]) => h("tr", {},
    h("th", { scope: "row" }, h("bdi", {}, path), member ? h("bdi", {}, `!${member}`) : null, ` #${at}`),
    h("td", { lang: "en" }, word(stage)), h("td", { lang: "en" }, word(code)), h("td", { lang: "en" }, h("bdi", {}, message))), "項");
  put(host, h("div.scroll", { tabindex: 0, role: "group", "aria-label": "拒收的文件" }, h("table", {}, h("caption", {}, "拒收的文件"),
    h("thead", {}, h("tr", {}, ["來源", "階段", "代碼", "說明"].map((t) => h("th", { scope: "col" }, t)))), body)), more);
}
