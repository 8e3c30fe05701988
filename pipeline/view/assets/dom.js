// Small helpers. Every text goes in as a text node: nothing of a document is ever read as HTML.

const byId = (id) => document.getElementById(id);

/** An element: h("p.note", {title: "…", onclick: f}, child, "text", [more]). */
function h(name, props, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "selected") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  return put(element, ...children);
}

/** Append what is there; null, undefined and false are nothing. */
function put(host, ...children) {
  host.append(...children.flat(3).filter((c) => c !== null && c !== undefined && c !== false));
  return host;
}

// Without a prototype: a value named "constructor" has no label either.
const labels = JSON.parse(byId("labels").textContent, (key, value) => (typeof value === "object" ? Object.assign(Object.create(null), value) : value));

/** The Chinese word for a value of the record; an unknown one stands for itself, told to be foreign. */
const label = (group, value) => labels[group]?.[value] ?? value;
const labelNode = (group, value) => (labels[group]?.[value] ? labels[group][value] : h("span", { lang: "en" }, value));

const numbers = new Intl.NumberFormat("zh-Hant-TW");
const count = (n) => numbers.format(n);

/** Rows in portions: the first `size` at once, the rest behind a button. `fill(row)` gives a row's element. */
function portions(host, rows, size, fill, what) {
  let at = 0;
  const more = h("button.more", { type: "button", onclick: () => step(true) });
  const step = (focus) => {
    const fresh = rows.slice(at, at + size).map(fill);
    host.append(...fresh);
    at += fresh.length;
    more.textContent = `再顯示 ${count(Math.min(size, rows.length - at))} ${what}（還有 ${count(rows.length - at)}）`;
    more.hidden = at >= rows.length;
    if (focus) fresh[0]?.querySelector("a, button")?.focus();
  };
  step(false);
  return more;
}

/** A quiet wait that lets the page answer between pieces of work. */
const breathe = () => new Promise((go) => setTimeout(go, 0));
