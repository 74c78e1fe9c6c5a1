// What all parts of the page share: what there is, its texts, and how it talks to the program.

export const S = {
  lang: "en", texts: {}, codes: [], codeOf: new Map(), groups: [], items: [], byKey: new Map(),
  transcripts: [], speakers: [], topics: new Map(), states: new Map(), coder: "", last: "", since: 0,
  current: -1, active: "", list: [], drafts: new Map(), talks: new Map(), hits: null, gone: false,
};

export const $ = (id) => document.getElementById(id);

/** A text of the interface with its blanks filled in. */
export function t(name, values = {}) {
  const text = S.texts[S.lang]?.[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** An element; text is only ever text. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** The name in the language of the interface, or in any that there is. */
export const named = (own, otherwise = "") =>
  own?.[S.lang] || own?.en || own?.ru || own?.kk || otherwise;
export const codeName = (id) => named(S.codeOf.get(id)?.name, id);
export const p2 = (value) => Number(value).toFixed(2).replace(/^0/, "");

const NONE = Object.freeze({
  version: 0, verdicts: {}, instead: {}, nothing: false, memo: "", words: [], decided: false,
});
export const stateOf = (item) => S.states.get(item.key) ?? NONE;
export const current = () => S.items[S.current] ?? null;
export const openCodes = (item, only = "") => {
  const { verdicts } = stateOf(item);
  return item.sugg.filter(([code]) => !(code in verdicts) && (!only || code === only));
};
export function isOpen(item, only = "") {
  if (item.sugg.length && (!only || item.sugg.some(([code]) => code === only))) return openCodes(item, only).length > 0;
  return !stateOf(item).decided;
}

/** Tell it to those who do not see the page. */
export function announce(text) {
  const live = $("live");
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}

const banners = new Map();
/** Show a message on top until it is taken away with no text. */
export function banner(name, text, button = null) {
  banners.get(name)?.remove();
  banners.delete(name);
  if (!text) return;
  const made = el("p", { class: `banner ${name}` }, text, button);
  banners.set(name, made);
  $("banners").append(made);
}

// Milliseconds after which no answer is taken for none; what is sent again is not done twice.
const PATIENCE = 6000;
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

function nowGone(gone) {
  if (gone === S.gone) return;
  S.gone = gone;
  banner("gone", gone ? t("gone") : "");
  if (!gone) announce(t("back"));
  document.body.classList.toggle("is-gone", gone);
}

/** Ask the program; if it does not answer, the same is asked again until it does. */
export async function ask(path, body) {
  for (;;) {
    let answer;
    try {
      const signal = AbortSignal.timeout(path === "bulk" ? 60_000 : PATIENCE);
      answer = await fetch(`/api/${path}`, body === undefined ? { signal } : {
        signal, method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
      });
      const json = answer.headers.get("content-type")?.startsWith("application/json");
      if (json || answer.status === 403) {
        nowGone(false);
        if (answer.status === 403) {
          banner("other", t("gone_other"));
          await wait(3000);
          continue;
        }
        banner("other", "");
        return { status: answer.status, ...(await answer.json()) };
      }
      return { status: answer.status, problem: `${answer.status} ${answer.statusText}`, remedy: "" };
    } catch {
      // no answer at all: it is not running, or was stopped in the middle
    }
    nowGone(true);
    await wait(1500);
  }
}

export const newOp = () => crypto.randomUUID();

// Code points, as the program counts, and UTF-16 units, as the browser does.
const ASTRAL = /[\ud800-\udfff]/;
/** Pieces of a text at code points. */
export function cut(text) {
  if (!ASTRAL.test(text)) return (start, end) => text.slice(start, end);
  const points = Array.from(text);
  return (start, end) => points.slice(start, end).join("");
}
export const pointsIn = (text) => (ASTRAL.test(text) ? Array.from(text).length : text.length);
