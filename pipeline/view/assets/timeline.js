// A timeline of dated events, drawn with D3: a lane for every class, bars for intervals, zoom, drag and hover.
// A lane with more events than it has room for shows how many there are; zoomed in, it shows them one by one.

const DAY = 86400000;
const ROW_HEIGHT = 18, GUTTER = 76, RIGHT = 28, SPARSE = 14;
const utc = (day) => { const [y, m, d] = day.replace(/^-/, "").split("-").map(Number); const t = new Date(0); t.setUTCFullYear(day[0] === "-" ? -y : y, m - 1, d); return +t; };

/** An event with all that is told of it outside its document; `from` is "" where its days are not known. */
function told(document, event) {
  const from = event.when.earliest ?? event.when.latest ?? "", to = event.when.latest ?? from;
  const date = document.items.get(event.when.date);
  const cls = event.type.split(".")[0];
  return {
    at: document.at, key: document.key, id: event.id, title: document.title, cls, type: event.type, status: event.status,
    start: from && utc(from), end: from && utc(to) + DAY, from, to, interval: from !== to, value: event.when.value, tie: event.when.basis,
    approximate: date?.modifier === "approximate" || /[~?%]/.test(event.when.value ?? ""), modifier: date?.modifier || "", basis: date?.basis ?? "",
    said: date ? document.quote(date.start, date.end) : "", trigger: document.quote(event.start, event.end),
    sentence: document.quote(event.sentence.start, event.sentence.end), who: event.participants.map((p) => ({ name: document.items.get(p.entity).name, role: p.role })),
    amount: event.amount,
  };
}

/** What is uncertain about an event, in words. */
function doubts(e) {
  return [
    e.status !== "happened" && label("status", e.status), e.approximate && "約略日期", e.tie === "narrative" && "日期依敘事推定",
    e.tie !== "narrative" && e.basis === "narrative" && "年份依敘事推定",
  ].filter(Boolean);
}

const typeText = (e) => (labels.type[e.type] ? `${label("class", e.cls)}・${labels.type[e.type]}` : e.type);
/** The events that can be drawn. */
const datedOnly = (events) => events.filter((e) => e.from);
const whenText = (e) => (e.interval ? `${e.from} 至 ${e.to}` : e.from);

/** Draw the events into `host`. `name` says whose they are, for the screen reader. */
function timeline(host, events, name) {
  if (!events.length) { put(host, h("p.note", {}, "沒有可定日的事件。")); return; }
  const chart = { rows: events.length <= 80 ? 14 : 5, events, lanes: lanesOf(events), tip: h("div.tip", { hidden: true }) };
  const said = `${name}：${count(events.length)} 件事件，${d3.min(events, (e) => e.from)} 至 ${d3.max(events, (e) => e.to)}`;
  const box = h("div.chart", { tabindex: 0, role: "group", "aria-label": `${said}。加減鍵縮放，左右鍵移動，0 看全部；下方表格有相同內容。` });
  chart.svg = d3.select(box).append("svg").attr("aria-hidden", "true").attr("focusable", "false");
  chart.grid = chart.svg.append("g").attr("class", "grid");
  chart.marks = chart.svg.append("g");
  chart.axis = chart.svg.append("g").attr("class", "axis");
  chart.heads = chart.svg.append("g").attr("class", "heads");
  chart.zoom = d3.zoom().filter(zooms)
    .on("zoom", (event) => { chart.transform = event.transform; drawMarks(chart); });
  box.append(chart.tip);
  put(host, h("div.chart-tools", {}, zoomButtons(chart), legend()), box);
  box.addEventListener("keydown", (event) => chartKeys(chart, event));
  chart.svg.call(chart.zoom).on("dblclick.zoom", null).on("dragstart", (event) => event.preventDefault());
  let width = 0;
  new ResizeObserver(() => {
    if (!box.isConnected || box.clientWidth === width || !box.clientWidth) return;
    const first = !width;
    width = box.clientWidth;
    size(chart, width);
    if (first) focusOn(chart, denseDomain(events), false);
    else chart.svg.call(chart.zoom.transform, chart.transform);
  }).observe(box);
}

/** What moves the timeline: the wheel only with Ctrl, a finger only with a second one, so that the page can still be scrolled over it. */
function zooms(event) {
  if (event.type === "wheel") return event.ctrlKey || event.metaKey;
  return event.touches ? event.touches.length > 1 : !event.button;
}

const lanesOf = (events) => {
  const used = new Set(events.map((e) => e.cls));
  const order = Object.keys(labels.class);
  return [...used].sort((a, b) => (order.indexOf(a) + 99) % 99 - (order.indexOf(b) + 99) % 99).map((cls) => ({
    cls, events: events.filter((e) => e.cls === cls).sort((a, b) => a.start - b.start || a.end - b.end),
  }));
};

function size(chart, width) {
  const low = d3.min(chart.events, (e) => e.start), high = d3.max(chart.events, (e) => e.end);
  const margin = Math.max((high - low) * 0.03, 4 * DAY);
  chart.width = width;
  chart.base = d3.scaleUtc([low - margin, high + margin], [GUTTER, width - RIGHT]);
  chart.transform ??= d3.zoomIdentity;
  chart.zoom.scaleExtent([1, Math.max(1, (high - low + 2 * margin) / (5 * DAY))]).translateExtent([[GUTTER, 0], [width - RIGHT, 1]]).extent([[GUTTER, 0], [width - RIGHT, 1]]);
}

/** The stretch most events lie in, where a few old ones would squeeze the rest. */
function denseDomain(events) {
  const starts = events.map((e) => e.start).sort((a, b) => a - b);
  const full = [starts[0], d3.max(events, (e) => e.end)];
  if (starts.length < 5) return full;
  const ends = events.map((e) => e.end).sort((a, b) => a - b);
  const dense = [d3.quantile(starts, 0.12), d3.quantile(ends, 0.9)];
  return full[1] - full[0] > 6 * (dense[1] - dense[0] + 10 * DAY) ? dense : full;
}

function focusOn(chart, [from, to], moving) {
  const margin = Math.max((to - from) * 0.06, 3 * DAY);
  const left = chart.base(from - margin), right = chart.base(to + margin);
  const scale = Math.min(chart.zoom.scaleExtent()[1], Math.max(1, (chart.width - RIGHT - GUTTER) / (right - left)));
  const transform = d3.zoomIdentity.translate(GUTTER - left * scale, 0).scale(scale);
  (moving && !matchMedia("(prefers-reduced-motion: reduce)").matches ? chart.svg.transition().duration(250) : chart.svg).call(chart.zoom.transform, transform);
}

/** Where every lane's events stand at this zoom: rows of single marks, or counts where they would not fit. */
function layout(chart, scale) {
  const [low, high] = scale.domain();
  let top = 4;
  for (const lane of chart.lanes) {
    const seen = lane.events.filter((e) => e.end > low && e.start < high);
    const named = seen.length <= SPARSE;
    lane.rows = pack(seen, scale, named, chart);
    lane.spans = lane.rows ? [] : spanned(seen.filter((e) => isLong(e, scale)));
    const short = lane.rows ? [] : seen.filter((e) => !isLong(e, scale));
    lane.rows ??= pack(short, scale, short.length <= SPARSE, chart);
    lane.bins = lane.rows ? [] : binned(short, scale);
    lane.top = top;
    const rows = lane.rows ? Math.max(1, d3.max(lane.rows, (r) => r.row + 1) ?? 1) : 2;
    lane.height = rows * ROW_HEIGHT + 8 + (lane.spans.length ? SPAN_HEIGHT : 0);
    top += lane.height;
  }
  const most = d3.max(chart.lanes, (lane) => d3.max(lane.bins, (b) => b.events.length)) ?? 1;
  for (const lane of chart.lanes) for (const bin of lane.bins) bin.part = Math.sqrt(bin.events.length / most);
  return top;
}

/** The marks in rows where none touches another, or null where they would need too many. A word with no room behind its mark stands in the bar or before it. */
function pack(events, scale, named, chart) {
  const ends = [], rows = [];
  for (const event of events) {
    const x = Math.max(scale(event.start), GUTTER - 4);
    const width = Math.max(event.interval ? scale(event.end) - x : 0, 10);
    const text = named ? event.trigger : "", room = text ? text.length * 12 + 4 : 0;
    const side = x + width + 3 + room <= chart.width ? "after" : width > room + 4 ? "inside" : "before";
    const from = side === "before" ? x - room : x;
    let row = ends.findIndex((end) => end <= from);
    if (row < 0) row = ends.length;
    if (row >= chart.rows) return null;
    ends[row] = x + width + 3 + (side === "after" ? room : 0);
    rows.push({ event, x, width, row, text, side });
  }
  return rows;
}

const BIN = 9, SPAN_HEIGHT = 6;

/** In a crowded lane, what lasts longer than a few bins is drawn as a band: counted at its first day it would look like a peak. */
const isLong = (event, scale) => event.interval && scale(event.end) - scale(event.start) > 3 * BIN;

/** Long events of the same days, once, with their number. */
const spanned = (events) => [...d3.group(events, (e) => `${e.from} ${e.to}`).values()].map((group) => ({ key: whenText(group[0]), start: group[0].start, end: group[0].end, events: group }));

function binned(events, scale) {
  const step = BIN, bins = new Map();
  for (const event of events) {
    const at = Math.floor(Math.max(scale(event.start), GUTTER) / step);
    const bin = bins.get(at) ?? { at, x: at * step, width: step - 1, events: [] };
    bin.events.push(event);
    bins.set(at, bin);
  }
  return [...bins.values()];
}

function drawMarks(chart) {
  const scale = chart.transform.rescaleX(chart.base);
  const height = layout(chart, scale);
  chart.scale = scale;
  chart.svg.attr("viewBox", `0 0 ${chart.width} ${height + 24}`).attr("width", chart.width).attr("height", height + 24);
  const ticks = spaced(scale, Math.max(2, chart.width / 110));
  chart.axis.attr("transform", `translate(0,${height})`).call(d3.axisBottom(scale).tickValues(ticks).tickFormat(dayFormat).tickSizeOuter(0));
  chart.grid.selectAll("line").data(ticks).join("line").attr("x1", scale).attr("x2", scale).attr("y1", 0).attr("y2", height);
  const heads = chart.heads.selectAll("g").data(chart.lanes, (l) => l.cls).join((enter) => {
    const g = enter.append("g");
    g.append("rect").attr("x", 0).attr("width", GUTTER - 4);
    g.append("text").attr("x", GUTTER - 10).attr("text-anchor", "end").attr("dy", "1.05em").text((l) => label("class", l.cls));
    g.append("line").attr("x1", 0);
    return g;
  }).attr("transform", (l) => `translate(0,${l.top})`);
  heads.select("rect").attr("height", (l) => l.height);
  heads.select("line").attr("x2", chart.width);
  const lanes = chart.marks.selectAll("g.lane").data(chart.lanes, (l) => l.cls).join("g").attr("class", (l) => `lane c-${l.cls}`).attr("transform", (l) => `translate(0,${l.top + 4})`);
  lanes.each(function draw(lane) {
    drawSingles(d3.select(this), lane.rows ?? [], chart);
    drawBins(d3.select(this), lane, chart);
    drawSpans(d3.select(this), lane, chart);
  });
}

/** Ticks on whole days whose words do not touch. */
function spaced(scale, wanted) {
  const days = scale.ticks(wanted).filter((date) => date % DAY === 0);
  const step = days.length > 1 ? scale(days[1]) - scale(days[0]) : Infinity;
  const every = Math.max(1, Math.ceil(76 / step));
  return days.filter((date, at) => at % every === 0);
}

const DAY_FORMATS = [[365 * DAY, d3.utcFormat("%Y")], [28 * DAY, d3.utcFormat("%Y/%-m")], [0, d3.utcFormat("%Y/%-m/%-d")]];
function dayFormat(date) {
  const whole = date.getUTCDate() === 1 ? (date.getUTCMonth() === 0 ? 0 : 1) : 2;
  return DAY_FORMATS[whole][1](date);
}

function drawSingles(lane, rows, chart) {
  const mark = lane.selectAll("a").data(rows, (r) => `${r.event.key}/${r.event.id}`).join((enter) => {
    const a = enter.append("a").attr("tabindex", -1).attr("class", (r) => `event s-${r.event.status}${r.event.approximate ? " approximate" : ""}${r.event.tie === "narrative" || r.event.basis === "narrative" ? " inferred" : ""}`);
    a.append("rect").attr("height", (r) => (r.event.interval ? 14 : 10)).attr("y", (r) => (r.event.interval ? 0 : 2));
    a.filter((r) => r.event.status === "denied").append("line").attr("class", "strike").attr("y1", 7).attr("y2", 7);
    a.append("text").attr("y", 11.5);
    return a.on("pointerenter", (event, r) => showTip(chart, event, singleTip(r.event))).on("pointerleave", () => { chart.tip.hidden = true; });
  });
  mark.attr("href", (r) => link(["doc", r.event.key, r.event.id])).attr("transform", (r) => `translate(${r.x},${r.row * ROW_HEIGHT})`);
  mark.select("rect").attr("width", (r) => r.width).attr("rx", (r) => (r.event.interval ? 2 : 5));
  mark.select("line").attr("x1", -2).attr("x2", (r) => r.width + 2);
  mark.select("text").attr("x", (r) => ({ after: r.width + 3, inside: 4, before: -4 })[r.side]).attr("text-anchor", (r) => (r.side === "before" ? "end" : "start"))
    .classed("inside", (r) => r.side === "inside").text((r) => r.text);
}

function drawSpans(lane, { spans, height }, chart) {
  const low = GUTTER - 4, high = chart.width, x = (at) => Math.min(high, Math.max(low, chart.scale(at)));
  lane.selectAll("rect.span").data(spans, (s) => s.key).join((enter) => enter.append("rect").attr("class", "span").attr("height", SPAN_HEIGHT - 1)
    .on("pointerenter", (event, s) => showTip(chart, event, spanTip(s))).on("pointerleave", () => { chart.tip.hidden = true; }))
    .attr("x", (s) => x(s.start)).attr("width", (s) => Math.max(1, x(s.end) - x(s.start))).attr("y", height - SPAN_HEIGHT - 5)
    .attr("opacity", (s) => Math.min(0.5, 0.12 + 0.08 * Math.log2(s.events.length)));
}

function drawBins(lane, { bins }, chart) {
  const tall = 2 * ROW_HEIGHT - 4;
  lane.selectAll("rect.bin").data(bins, (b) => b.at).join((enter) => enter.append("rect").attr("class", "bin")
    .on("pointerenter", (event, b) => showTip(chart, event, binTip(b))).on("pointerleave", () => { chart.tip.hidden = true; })
    .on("click", (event, b) => focusOn(chart, [d3.min(b.events, (e) => e.start), d3.max(b.events, (e) => e.start) + DAY], true)))
    .attr("x", (b) => b.x).attr("width", (b) => b.width).attr("y", (b) => tall * (1 - Math.max(0.15, b.part))).attr("height", (b) => tall * Math.max(0.15, b.part));
}

const singleTip = (e) => [
  h("strong", {}, `${whenText(e)} ${typeText(e)}「${e.trigger}」`),
  doubts(e).length ? h("em", {}, doubts(e).join("、")) : null,
  h("span", {}, h("bdi", {}, e.sentence.trim().slice(0, 120))),
  h("small", {}, h("bdi", {}, e.title)),
];
const kindsOf = (events) => h("span", {}, [...tally(events.map(typeText))].slice(0, 4).map(([type, n]) => `${type} ${n}`).join("、"));
const spanTip = (s) => [h("strong", {}, `${s.key}：${count(s.events.length)} 件`), kindsOf(s.events)];
const binTip = (b) => [
  h("strong", {}, `${d3.min(b.events, (e) => e.from)} 起 ${count(b.events.length)} 件`),
  kindsOf(b.events),
  h("small", {}, b.events.every((e) => e.from === b.events[0].from) ? "每一件見下方列表" : "點一下放大"),
];

function showTip(chart, event, content) {
  const box = chart.tip.parentElement.getBoundingClientRect();
  chart.tip.replaceChildren(...content.filter(Boolean));
  chart.tip.hidden = false;
  const left = Math.min(event.clientX - box.left + 12, box.width - chart.tip.offsetWidth - 4);
  chart.tip.style.left = `${Math.max(4, left)}px`;
  chart.tip.style.top = `${event.clientY - box.top + 16}px`;
}

function zoomButtons(chart) {
  const button = (text, said, act) => h("button", { type: "button", "aria-label": said, title: said, onclick: act }, text);
  return h("div.zoom", { role: "group", "aria-label": "縮放時間軸" },
    button("＋", "放大", () => chart.svg.call(chart.zoom.scaleBy, 1.8)),
    button("－", "縮小", () => chart.svg.call(chart.zoom.scaleBy, 1 / 1.8)),
    button("全部", "看全部時間", () => chart.svg.call(chart.zoom.transform, d3.zoomIdentity)),
    button("集中", "看事件最密的一段", () => focusOn(chart, denseDomain(chart.events), true)),
    h("span.hint", {}, "Ctrl＋滾輪縮放，拖曳移動"));
}

function chartKeys(chart, event) {
  const keys = {
    "+": () => chart.svg.call(chart.zoom.scaleBy, 1.5), "=": () => chart.svg.call(chart.zoom.scaleBy, 1.5), "-": () => chart.svg.call(chart.zoom.scaleBy, 1 / 1.5),
    ArrowLeft: () => chart.svg.call(chart.zoom.translateBy, 80 / chart.transform.k, 0), ArrowRight: () => chart.svg.call(chart.zoom.translateBy, -80 / chart.transform.k, 0),
    0: () => chart.svg.call(chart.zoom.transform, d3.zoomIdentity),
  };
  if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  keys[event.key]();
}

/** How the marks are to be read. */
function legend() {
  const entry = (cls, text) => h("li", {}, h("i", { class: `key ${cls}`, "aria-hidden": "true" }), text);
  return h("ul.legend", { "aria-label": "圖例" }, entry("", "已發生"), entry("s-planned", "預定"), entry("s-possible", "可能"), entry("s-denied", "否認"),
    entry("approximate", "約略"), entry("inferred", "依敘事推定"), entry("bar", "期間"));
}

/** The same events as a table, in the order of their days. */
function eventTable(host, events, what) {
  const body = h("tbody");
  const rows = [...events].sort((a, b) => a.start - b.start || a.at - b.at);
  const more = portions(body, rows, 100, (e) => h("tr", { class: `s-${e.status}` },
    h("th", { scope: "row" }, whenText(e), doubts(e).map((d) => [" ", h("span.badge", {}, d)])),
    h("td", {}, typeText(e)),
    h("td", {}, h("a", { href: link(["doc", e.key, e.id]) }, h("bdi", {}, e.trigger))),
    h("td", {}, e.who.map((w, i) => [i ? "、" : "", nameLink(w.name)])),
    h("td", {}, h("bdi", {}, e.title))), "件");
  put(host, h("div.scroll", { tabindex: 0, role: "group", "aria-label": what }, h("table", {}, h("caption", {}, what),
    h("thead", {}, h("tr", {}, ["日期", "類別", "觸發詞", "參與者", "文件"].map((t) => h("th", { scope: "col" }, t)))), body)), more);
}
