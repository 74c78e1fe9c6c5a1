// The conversation in the middle: the turns of one transcript around the utterance, made as they are needed.

import { $, S, announce, ask, current, cut, el, pointsIn, stateOf, t } from "./core.js";

const BEFORE = 20;
const AFTER = 30;
const MORE = 40;
let shown = null; // { talk, first, last } of what is in the page
let choose = () => {};
let watcher = null;

/** The turns and reasons of a transcript, asked for once. */
export async function talkOf(number) {
  if (!S.talks.has(number)) {
    const name = S.transcripts[number];
    const asked = ask(`transcript?id=${encodeURIComponent(name)}`).then((talk) => {
      if (talk.id !== name) throw new Error(`asked for ${name}, got ${talk.id}`);
      const own = new Map();
      for (const [key, item] of Object.entries(talk.items)) {
        if (!own.has(item.turn)) own.set(item.turn, []);
        own.get(item.turn).push({ key, ...item });
      }
      for (const items of own.values()) items.sort((one, other) => one.start - other.start);
      talk.byTurn = own;
      talk.place = new Map(talk.turns.map((turn, place) => [turn.turn, place]));
      talk.number = number;
      return talk;
    });
    S.talks.set(number, asked);
    asked.then((talk) => { asked.value = talk; }, () => S.talks.delete(number));
  }
  return S.talks.get(number);
}

const clock = (seconds) => {
  const whole = Math.floor(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, "0")).join(":");
};

function turnElement(talk, turn) {
  const text = el("p", { class: "text" });
  text.dataset.start = turn.start;
  const piece = cut(turn.text);
  let done = 0;
  for (const item of talk.byTurn.get(turn.turn) ?? []) {
    const from = item.start - turn.start;
    const to = item.end - turn.start;
    if (from < done) continue;
    text.append(piece(done, from));
    const known = S.byKey.get(item.key);
    const span = el("span", { class: "u", lang: known?.lang, onclick: () => {
      if (getSelection().isCollapsed) choose(S.items.indexOf(known));
    } });
    span.dataset.key = item.key;
    span.dataset.start = item.start;
    fillUtterance(span, item, []);
    text.append(span);
    done = to;
  }
  text.append(piece(done, pointsIn(turn.text)));
  const made = el("article", { class: `turn ${turn.role}` },
    turn.role === "heading" ? "" : el("h3", {}, turn.speaker,
      turn.role === "interviewer" ? el("span", { class: "hidden" }, t("interviewer")) : "",
      turn.time === null ? "" : el("time", {}, clock(turn.time))),
    text);
  made.dataset.turn = turn.turn;
  return made;
}

/** The words of an utterance, with marks for reasons and for other words that were coded. */
function fillUtterance(span, item, marks) {
  const known = S.byKey.get(item.key);
  const state = stateOf(known);
  span.classList.toggle("decided", known.sugg.length > 0 && known.sugg.every(([code]) => code in state.verdicts));
  span.classList.toggle("some", known.sugg.length > 0);
  const all = [...marks];
  for (const words of state.words) {
    const [from, to] = [words.start - item.start, words.end - item.start];
    const own = cut(item.text)(Math.max(0, from), Math.max(0, to));
    if (own && words.text.includes(own)) all.push([Math.max(0, from), to, "coded"]);
  }
  const size = pointsIn(item.text);
  const edges = new Set([0, size]);
  for (const [from, to] of all) { edges.add(Math.min(from, size)); edges.add(Math.min(to, size)); }
  const at = [...edges].sort((one, other) => one - other);
  const piece = cut(item.text);
  span.replaceChildren(...at.slice(1).map((to, number) => {
    const from = at[number];
    const kinds = new Set(all.filter(([a, b]) => a <= from && b >= to).map(([, , kind]) => kind));
    const text = piece(from, to);
    return kinds.size ? el("mark", { class: [...kinds].join(" ") }, text) : document.createTextNode(text);
  }));
}

function draw(talk, first, last) {
  const box = $("talk");
  shown = { talk, first, last };
  watcher.disconnect();
  const top = el("div", { class: "edge", "aria-hidden": "true" });
  const bottom = el("div", { class: "edge", "aria-hidden": "true" });
  box.replaceChildren(el("h2", { class: "name" }, talk.id), top,
    ...talk.turns.slice(first, last).map((turn) => turnElement(talk, turn)), bottom);
  watcher.observe(top);
  watcher.observe(bottom);
}

function extend(entries) {
  if (!shown || !entries.some((entry) => entry.isIntersecting)) return;
  const { talk, first, last } = shown;
  const box = $("talk");
  const edges = box.querySelectorAll(":scope > .edge");
  for (const entry of entries.filter((own) => own.isIntersecting)) {
    if (entry.target === edges[1] && shown.last < talk.turns.length) {
      const to = Math.min(talk.turns.length, last + MORE);
      edges[1].before(...talk.turns.slice(shown.last, to).map((turn) => turnElement(talk, turn)));
      shown.last = to;
    } else if (entry.target === edges[0] && shown.first > 0) {
      const from = Math.max(0, first - MORE);
      const height = box.scrollHeight;
      const before = box.scrollTop;
      edges[0].after(...talk.turns.slice(from, shown.first).map((turn) => turnElement(talk, turn)));
      shown.first = from;
      box.scrollTop = before + box.scrollHeight - height;
    }
  }
  // while an edge stays in view the watcher says nothing more
  for (const edge of edges) { watcher.unobserve(edge); watcher.observe(edge); }
}

const spanOf = (key) => $("talk").querySelector(`.u[data-key="${CSS.escape(key)}"]`);

/** Show the utterance among its turns. Nothing is drawn if another was chosen meanwhile. */
export async function showTalk(item) {
  const asked = talkOf(item.tr);
  if (!asked.value) {
    shown = null;
    $("talk").replaceChildren(el("p", { class: "state" }, t("loading")));
  }
  const talk = asked.value ?? await asked;
  if (current() !== item || talk.id !== S.transcripts[item.tr]) return;
  const place = talk.place.get(talk.items[item.key].turn);
  if (shown?.talk !== talk || place < shown.first + 2 || place >= shown.last - 1) {
    draw(talk, Math.max(0, place - BEFORE), Math.min(talk.turns.length, place + AFTER));
  }
  markTalk();
  const span = spanOf(item.key);
  const box = $("talk");
  const [own, outer] = [span.getBoundingClientRect(), box.getBoundingClientRect()];
  // the question before stays in view, and as much as possible of what was said
  const above = Math.max(40, (outer.height - own.height) * 0.4);
  box.scrollTop += own.top - outer.top - above;
}

/** Mark the utterance, and the words that carry the suggestion that is looked at. */
export function markTalk(changed = []) {
  const item = current();
  for (const old of $("talk").querySelectorAll(".u.own")) {
    if (old.dataset.key !== item?.key) {
      old.classList.remove("own");
      old.removeAttribute("aria-current");
      redraw(old.dataset.key, []);
    }
  }
  for (const key of changed) if (key !== item?.key) redraw(key, []);
  if (!item || !shown) return;
  const span = spanOf(item.key);
  if (!span) return;
  span.classList.add("own");
  span.setAttribute("aria-current", "true");
  redraw(item.key, shown.talk.items[item.key].marks[S.active] ?? []);
}

function redraw(key, marks) {
  const span = spanOf(key);
  const item = shown?.talk.items[key];
  if (span && item) fillUtterance(span, { key, ...item }, marks);
}

/** The next (or previous) utterance of the conversation, also one outside the queue. */
export function beside(by) {
  const number = S.current + by;
  return S.items[number]?.tr === current()?.tr ? number : -1;
}

/** The words that are selected: place, text and the utterance they are in, or why there are none. */
export function selectedWords() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return { problem: "select_first" };
  const range = selection.getRangeAt(0);
  const holder = (node) => (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".text");
  const text = holder(range.startContainer);
  if (!text || !$("talk").contains(text)) return { problem: "select_first" };
  const prefix = document.createRange();
  prefix.selectNodeContents(text);
  prefix.setEnd(range.startContainer, range.startOffset);
  // a selection that ends at the very beginning of the next turn has no words of it
  const other = holder(range.endContainer);
  const words = other === text || range.toString() === "" ? range.toString() : null;
  if (words === null) return { problem: "select_one" };
  const trimmed = words.trim();
  if (!trimmed) return { problem: "select_first" };
  const lead = words.slice(0, words.length - words.trimStart().length);
  const start = Number(text.dataset.start) + pointsIn(prefix.toString()) + pointsIn(lead);
  const end = start + pointsIn(trimmed);
  const turn = Number(text.closest(".turn").dataset.turn);
  const near = (shown.talk.byTurn.get(turn) ?? [])
    .map((item) => [Math.min(end, item.end) - Math.max(start, item.start), item.key])
    .sort((one, another) => another[0] - one[0])[0];
  if (!near) return { problem: "select_interviewer" };
  return { start, end, text: trimmed, item: S.byKey.get(near[1]) };
}

let picked = null; // { key, from, to }: words of the utterance selected by keyboard
/** Select words of the utterance: move the end (or the beginning) by a word. */
export function pickWords(end, by) {
  const item = current();
  const span = item && spanOf(item.key);
  if (!span) return;
  const words = [...span.textContent.matchAll(/\S+/g)].map((found) => [found.index, found.index + found[0].length]);
  if (!words.length) return;
  const fresh = picked?.key !== item.key || getSelection().isCollapsed;
  if (fresh) picked = { key: item.key, from: 0, to: 0 };
  else if (end) picked.to = Math.min(words.length - 1, Math.max(picked.from, picked.to + by));
  else {
    picked.from = Math.min(words.length - 1, Math.max(0, picked.from + by));
    picked.to = Math.max(picked.from, picked.to);
  }
  const from = pointAt(span, words[picked.from][0]);
  const to = pointAt(span, words[picked.to][1]);
  getSelection().setBaseAndExtent(...from, ...to);
  announce(t("selected", { words: getSelection().toString() }));
}

function pointAt(span, offset) {
  const walker = document.createTreeWalker(span, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left <= node.length) return [node, left];
    left -= node.length;
  }
  return [span, span.childNodes.length];
}

/** Show what there is instead of a conversation. */
export function showState(...content) {
  shown = null;
  $("talk").replaceChildren(el("div", { class: "state" }, ...content));
}

/** Draw all anew, when the language has changed. */
export function forgetTalk() { shown = null; }

/** Wire the conversation up; `chosen` is called with the number of an utterance. */
export function startTalk(chosen) {
  choose = chosen;
  watcher = new IntersectionObserver(extend, { root: $("talk"), rootMargin: "600px" });
}
