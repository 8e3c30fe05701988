// The data: the index at once, the documents' chunks when one of them is opened. Field order is that of pack.py.

const index = JSON.parse(byId("index").textContent);
const word = (at) => index.words[at];

const names = index.names.map(([type, kind, name, formal, identifiers], at) => ({
  at, type: word(type), kind: word(kind), name, formal, identifiers, documents: [],
}));
const taken = new Map();
const documents = index.documents.map(([id, title, outlet, day, named, classes, speakers, events, claims], at) => {
  const again = (taken.get(id) ?? 0) + 1; // the same text twice is two documents: the second is ID~2
  taken.set(id, again);
  for (const name of named) names[name].documents.push(at);
  return {
    at, id, key: again > 1 ? `${id}~${again}` : id, title, outlet: word(outlet), day, names: named,
    classes: classes.map(word), speakers: speakers.map(word), events, claims,
  };
});
const byKey = new Map(documents.map((d) => [d.key, d]));
const nameOf = new Map(names.map((n) => [`${n.type}/${n.name}`, n]));

const chunks = new Map();
const opened = new Map();

function rowOf(at) {
  const chunk = Math.floor(at / index.chunk);
  if (!chunks.has(chunk)) {
    const block = byId(`chunk-${chunk}`);
    chunks.set(chunk, JSON.parse(block.textContent));
    block.remove(); // read once; its text need not be kept twice
  }
  return chunks.get(chunk)[at % index.chunk];
}

/** The text of a document, without opening the rest. */
const textOf = (at) => rowOf(at)[0];

/**
 * A function from code points (the record's offsets) to UTF-16 units (JavaScript's). Where no character lies beyond the basic plane they are
 * the same; else every such character before the place adds one.
 */
function unitsOf(text) {
  const astral = []; // code-point offsets of characters that take two units
  let points = 0;
  for (let unit = 0; unit < text.length; unit++, points++) {
    const code = text.charCodeAt(unit);
    if (code < 0xd800 || code > 0xdbff) continue;
    const next = text.charCodeAt(unit + 1);
    if (next >= 0xdc00 && next <= 0xdfff) { astral.push(points); unit++; }
  }
  if (!astral.length) return (at) => at;
  return (at) => at + lowerBound(astral, at);
}

function lowerBound(sorted, value) {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A document with named fields; `quote(start, end)` reads its text by code points. The last few stay open. */
function openDocument(at) {
  if (opened.has(at)) return opened.get(at);
  const [text, body, removed, dates, entities, claims, events, source] = rowOf(at);
  const units = unitsOf(text);
  const quote = (start, end) => text.slice(units(start), units(end));
  const document = {
    ...documents[at], text, units, quote,
    body: body.map(([start, end, role]) => ({ start, end, role: word(role) })),
    removed: removed.map(([start, end, kind, rule, item]) => ({ start, end, kind: word(kind), rule: word(rule), item })),
    dates: dates.map(readDate),
    entities: entities.map(([id, name, basis, mentions]) => ({
      id, name: names[name], basis: word(basis), mentions: mentions.map(([start, end, rule]) => ({ start, end, rule: word(rule) })),
    })),
    claims: claims.map(readClaim),
    events: events.map((row) => readEvent(row)),
    source: readSource(source),
  };
  document.items = new Map(["dates", "entities", "claims", "events"].flatMap((kind) => document[kind].map((item) => [item.id, item])));
  opened.set(at, document);
  if (opened.size > 64) opened.delete(opened.keys().next().value);
  return document;
}

function readDate([id, start, end, value, earliest, latest, type, precision, calendar, basis, modifier, rule]) {
  return {
    id, start, end, value, earliest, latest, type: word(type), precision: word(precision), calendar: word(calendar),
    basis: word(basis), modifier: word(modifier), rule: word(rule),
  };
}

function readClaim([id, speaker, cue, start, end, from, to, form, polarity, certainty, rule, dates, entities, via, reasons]) {
  return {
    id, start, end, sentence: { start: from, end: to }, form: word(form), polarity: word(polarity), certainty: word(certainty), rule: word(rule),
    speaker: speaker ? { start: speaker[0], end: speaker[1], entity: speaker[2], name: word(speaker[3]) } : null,
    cue: cue ? { start: cue[0], end: cue[1] } : null, dates, entities, via: via ?? null, reasons: reasons ?? [],
  };
}

function readEvent([id, type, start, end, from, to, date, value, earliest, latest, tie, parts, status, rule, same, claim, amount]) {
  return {
    id, type: word(type), start, end, sentence: { start: from, end: to }, when: { date, value, earliest, latest, basis: word(tie) },
    participants: parts.map(([entity, role]) => ({ entity, role: word(role) })), status: word(status), rule: word(rule),
    same: same ?? null, claim: claim ?? null, amount: amount ?? null,
  };
}

function readSource([path, member, number, url, authors, basis]) {
  return { path, member, number, url, authors, basis: word(basis) };
}

/** Every document of `which` (numbers), opened in turn; `look(document)` is called on each, with pauses so that the page keeps answering. */
async function throughDocuments(which, look, stopped) {
  let until = performance.now() + 24;
  for (const at of which) {
    look(openDocument(at));
    if (performance.now() < until) continue;
    await breathe();
    if (stopped?.()) return false;
    until = performance.now() + 24;
  }
  return true;
}

// Searching: forms that look alike are the same (full-width, capitals, 臺/台).
const fold = (text) => text.normalize("NFKC").toLowerCase().replaceAll("臺", "台");
const folded = new Map();

/** What a document is searched in: title, outlet, names, text. */
function searchable(at) {
  if (!folded.has(at)) {
    const d = documents[at];
    folded.set(at, fold([d.title, d.outlet, ...d.names.map((n) => `${names[n].name} ${names[n].formal ?? ""}`), textOf(at)].join("\n")));
  }
  return folded.get(at);
}
