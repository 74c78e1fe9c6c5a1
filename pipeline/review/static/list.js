// The queue on the left: what is to be looked at, in which order. Only rows in view are made.

import { $, S, codeName, current, el, isOpen, named, p2, stateOf, t } from "./core.js";

const ROW = 56;
let choose = () => {};

export const filters = () => ({
  code: $("by-code").value, theme: $("by-theme").value, transcript: $("by-transcript").value,
  speaker: $("by-speaker").value, order: $("by-order").value || "talk",
  undecided: $("undecided").checked, query: $("search").value.trim(),
});

function fill(id, options) {
  const select = $(id);
  const before = select.value;
  select.replaceChildren(...options.map(([value, text]) => el("option", { value }, text)));
  if (options.some(([value]) => value === before)) select.value = before;
}

/** The choices of the filters, in the language of the interface. */
export function fillFilters() {
  const all = ["", t("all")];
  fill("by-code", [all, ...S.codes.map((code) => [code.id, named(code.name, code.id)])]);
  fill("by-theme", [all, ...[...S.topics].map(([topic, name]) => [String(topic), `${topic}: ${named(name)}`])]);
  fill("by-transcript", [all, ...S.transcripts.map((name, number) => [String(number), name])]);
  fill("by-speaker", [all, ...S.speakers.map((name, number) => [String(number), name])]);
  fill("by-order", ["talk", "sure", "unsure", "next"].map((name) => [name, t(`order_${name}`)]));
}

const probability = (item, code) => {
  let best = 0;
  for (const [own, value] of item.sugg) if (!code || own === code) best = Math.max(best, value);
  return best;
};
const doubt = (item, code) => {
  let least = 9;
  for (const [own, value] of item.sugg) if (!code || own === code) least = Math.min(least, Math.abs(value - 0.5));
  return least;
};

/** Make the queue anew from the filters. What is decided later stays in it, ticked. */
export function makeList() {
  const chosen = filters();
  const found = [];
  for (const [number, item] of S.items.entries()) {
    if (chosen.transcript && item.tr !== Number(chosen.transcript)) continue;
    if (chosen.speaker && item.sp !== Number(chosen.speaker)) continue;
    if (chosen.theme && String(item.topic) !== chosen.theme) continue;
    if (S.hits && !S.hits.has(item.key)) continue;
    if (chosen.order === "next" && !item.next) continue;
    if (chosen.code) {
      const given = chosen.code in stateOf(item).verdicts;
      if (!given && !item.sugg.some(([code]) => code === chosen.code)) continue;
    } else if (!item.sugg.length && chosen.order !== "next" && !S.hits) continue;
    if (chosen.undecided && !isOpen(item, chosen.code)) continue;
    found.push(number);
  }
  const by = {
    sure: (item) => -probability(item, chosen.code), unsure: (item) => doubt(item, chosen.code),
    next: (item) => item.next,
  }[chosen.order];
  if (by) {
    const value = new Map(found.map((number) => [number, by(S.items[number])]));
    found.sort((one, other) => value.get(one) - value.get(other) || one - other);
  }
  S.list = found;
  $("list").scrollTop = 0;
  showList();
}

/** Draw the rows in view. */
export function showList() {
  const box = $("list");
  const { code } = filters();
  $("shown").textContent = t("shown", { n: S.list.length });
  $("spacer").style.height = `${S.list.length * ROW}px`;
  const first = Math.max(0, Math.floor(box.scrollTop / ROW) - 4);
  const last = Math.min(S.list.length, first + Math.ceil(box.clientHeight / ROW) + 9);
  const rows = [];
  for (let place = first; place < last; place += 1) {
    const item = S.items[S.list[place]];
    const own = S.list[place] === S.current;
    const open = isOpen(item, code);
    const row = el("div", {
      role: "option", id: `row-${place}`, class: `item${own ? " own" : ""}${open ? "" : " done"}`,
      "aria-selected": own ? "true" : "false", "aria-posinset": place + 1,
      "aria-setsize": S.list.length, onclick: () => choose(S.list[place]),
    },
    el("div", { class: "line" },
      el("span", { class: "tick", "aria-hidden": "true" }, open ? "○" : "✓"),
      el("span", { class: "by" }, S.speakers[item.sp]),
      el("span", { class: "codes" }, item.sugg.filter(([id]) => !code || id === code)
        .map(([id, value]) => `${codeName(id)} ${p2(value)}`).join(", ")),
      open ? "" : el("span", { class: "hidden" }, t("decided"))),
    el("div", { class: "snippet", lang: item.lang }, item.snippet));
    row.style.top = `${place * ROW}px`;
    rows.push(row);
  }
  $("spacer").replaceChildren(...rows);
  const place = S.list.indexOf(S.current);
  if (place >= first && place < last) box.setAttribute("aria-activedescendant", `row-${place}`);
  else box.removeAttribute("aria-activedescendant");
}

/** Bring the row of the utterance that is shown into view. */
export function followList() {
  const box = $("list");
  const place = S.list.indexOf(S.current);
  if (place >= 0) {
    const top = place * ROW;
    if (top < box.scrollTop) box.scrollTop = Math.max(0, top - ROW);
    else if (top + ROW > box.scrollTop + box.clientHeight) box.scrollTop = top + 2 * ROW - box.clientHeight;
  }
  showList();
}

/** The next (or previous) place in the queue; with `open`, of what is still to be decided. */
export function step(by, open) {
  const { code } = filters();
  const size = S.list.length;
  let place = S.list.indexOf(S.current);
  if (place < 0) place = by > 0 ? -1 : size;
  if (!open) return S.list[place + by] ?? -1;
  for (let count = 1; count <= size; count += 1) {
    const number = S.list[(((place + by * count) % size) + size) % size];
    if (number !== S.current && isOpen(S.items[number], code)) return number;
  }
  return current() && S.list.includes(S.current) && isOpen(current(), code) ? S.current : -1;
}

/** How much is decided, over all and by code. */
export function showProgress() {
  const done = new Map(S.codes.map((code) => [code.id, [0, 0]]));
  let all = 0;
  let decided = 0;
  for (const item of S.items) {
    const verdicts = S.states.get(item.key)?.verdicts;
    for (const [code] of item.sugg) {
      const counts = done.get(code);
      counts[1] += 1;
      all += 1;
      if (verdicts && code in verdicts) { counts[0] += 1; decided += 1; }
    }
  }
  $("total").textContent = t("progress_all", { done: decided, all });
  if (!$("progress").open) return;
  $("by-code-progress").replaceChildren(...[...done].filter(([, [, of]]) => of).map(([id, [own, of]]) => {
    const bar = el("span", { class: "bar", "aria-hidden": "true" }, el("span"));
    bar.firstChild.style.width = `${(100 * own) / of}%`;
    return el("div", { class: "count" }, el("span", {}, codeName(id)), bar, el("span", {}, t("position", { n: own, all: of })));
  }));
}

/** Wire the queue up; `chosen` is called with the number of an utterance. */
export function startList(chosen) {
  choose = chosen;
  let waiting = false;
  $("list").addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; showList(); });
  });
  new ResizeObserver(showList).observe($("list"));
  $("progress").addEventListener("toggle", showProgress);
}
