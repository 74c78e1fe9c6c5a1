// The page: what happens when a key is pressed, and in which order.

import { $, S, announce, ask, banner, codeName, current, el, isOpen, newOp, openCodes, stateOf, t } from "./core.js";
import { askBulk, askName, chooseCode, showHelp, startDialogs } from "./dialogs.js";
import { fillFilters, filters, followList, makeList, showList, showProgress, startList, step } from "./list.js";
import { beside, forgetTalk, markTalk, pickWords, selectedWords, showState, showTalk, startTalk, talkOf } from "./talk.js";
import { showPanel, startPanel, verdictText } from "./panel.js";

// One thing after the other: a key pressed quickly acts on what the one before has led to.
let line = Promise.resolve();
function inLine(work) {
  if (S.gone) { announce(t("not_saved")); return line; }
  line = line.then(work).catch((error) => { banner("problem", String(error)); });
  return line;
}

function firstActive(item) {
  const { code } = filters();
  const open = openCodes(item, code)[0] ?? openCodes(item)[0];
  const any = item.sugg.find(([own]) => own === code) ?? item.sugg[0];
  return (open ?? any)?.[0] ?? "";
}

/** Show an utterance; -1 says that none is left. */
async function go(number, tell = true) {
  if (number < 0) { nothingLeft(); return; }
  S.current = number;
  const item = current();
  S.active = firstActive(item);
  followList();
  showPanel();
  await showTalk(item);
  if (current() !== item) return;
  showPanel();
  const next = S.items[step(1, true)];
  if (next && next.tr !== item.tr) talkOf(next.tr);
  if (tell) announce(`${t("at", { speaker: S.speakers[item.sp], transcript: S.transcripts[item.tr] })}. ${item.snippet}`);
}

function nothingLeft() {
  S.current = -1;
  S.active = "";
  const found = S.list.length > 0 || (filters().undecided && S.items.some((item) => item.sugg.length));
  showList();
  showPanel();
  showState(el("h2", {}, t(found ? "none_left" : "nothing_found")), el("p", {}, found ? t("none_left_next") : ""),
    el("div", { class: "row" },
      el("button", { type: "button", class: "main", onclick: () => { clearFilters(); relist(); } }, t("clear_filters")),
      el("button", { type: "button", onclick: () => { clearFilters(); $("by-order").value = "next"; relist(); } }, t("open_next"))));
  announce(t(found ? "none_left" : "nothing_found"));
}

function clearFilters() {
  for (const name of ["code", "theme", "transcript", "speaker"]) $(`by-${name}`).value = "";
  $("search").value = "";
  $("undecided").checked = false;
  S.hits = null;
}

/** After a filter has changed: the queue anew, and its first utterance that is open. */
function relist() {
  makeList();
  const { code } = filters();
  const open = S.list.find((number) => isOpen(S.items[number], code));
  return go(open ?? (filters().undecided ? -1 : S.list[0] ?? -1), false);
}

/** Take in what the program says, and draw what has changed. */
function take(answer) {
  const keys = Object.keys(answer.states ?? answer.stale ?? {});
  for (const key of keys) S.states.set(key, (answer.states ?? answer.stale)[key]);
  if ("last" in answer) S.last = answer.last;
  if ("not_exported" in answer) banner("export", answer.not_exported ? t("not_exported", { why: answer.not_exported }) : "");
  if ("left_out" in answer) banner("left", answer.left_out ? t("left_out", { n: answer.left_out }) : "");
  if (answer.status === 409) {
    banner("stale", t("stale"));
    announce(t("stale"));
  } else if (answer.status !== 200) {
    banner("problem", `${answer.problem}. ${answer.remedy ?? ""}`);
    announce(answer.problem);
  } else if (answer.status === 200 && "states" in answer) {
    banner("stale", "");
    banner("problem", "");
  }
  if (keys.length) {
    showList();
    showProgress();
    markTalk(keys);
    if (current() && keys.includes(current().key)) showPanel();
  }
  return answer.status === 200;
}

async function send(item, content) {
  const answer = await ask("act", { op: newOp(), key: item.key, version: stateOf(item).version, ...content });
  return take(answer);
}

/** Say something of the utterance that is shown, then go on to what is open. */
const act = (kind, code = "", instead = "", item = null) => inLine(async () => {
  item ??= current();
  if (!item) return;
  const about = ["nothing", "rest"].includes(kind) ? "" : code || S.active;
  if (!about && !["nothing", "rest"].includes(kind)) return;
  if (!(await send(item, { kind, code: about, instead }))) { await refresh(); return; }
  const state = stateOf(item);
  announce(about ? t("said", { code: codeName(about), verdict: verdictText(state, about) }) : t(kind === "nothing" ? "nothing_said" : "decided"));
  if (["withdraw", "give"].includes(kind)) {
    if (kind === "give" && !isOpen(item, filters().code) && item.sugg.length === 0) await go(step(1, true));
    return;
  }
  await goOn(item);
});

async function goOn(item) {
  const { code } = filters();
  const open = openCodes(item, code)[0];
  if (!open) { await go(step(1, true)); return; }
  S.active = open[0];
  markTalk();
  showPanel();
}

const saveMemo = (item) => {
  const draft = S.drafts.get(item.key);
  if (draft === undefined || draft === stateOf(item).memo) { S.drafts.delete(item.key); return line; }
  return inLine(async () => {
    const memo = S.drafts.get(item.key);
    if (memo === undefined || !(await send(item, { kind: "memo", memo }))) return;
    if (S.drafts.get(item.key) === memo) S.drafts.delete(item.key);
    announce(t("memo_saved"));
  });
};

const dropWords = (item, words) => inLine(() => send(item, { kind: "words", words: { ...words, codes: [] } }));

async function choose(what) {
  const item = current();
  if (!item || $("chooser").open) return;
  await line;
  if (what === "words") {
    const words = selectedWords();
    if (words.problem) { banner("select", t(words.problem)); announce(t(words.problem)); return; }
    banner("select", "");
    const code = await chooseCode(t("choose_words", { words: words.text }));
    if (!code) return;
    const before = stateOf(words.item).words.find((own) => own.start === words.start && own.end === words.end);
    const codes = [...new Set([...(before?.codes ?? []), code])];
    const { start, end, text } = words;
    await inLine(async () => {
      if (!(await send(words.item, { kind: "words", words: { start, end, text, codes } }))) return;
      getSelection().removeAllRanges();
      announce(t("said", { code: codeName(code), verdict: text }));
    });
    return;
  }
  const state = stateOf(item);
  const active = S.active;
  const instead = what === "recode" && active;
  const has = Object.keys(state.verdicts).filter((code) => ["accepted", "given"].includes(state.verdicts[code]));
  const code = await chooseCode(instead ? t("choose_instead", { code: codeName(active) }) : t("choose_more"), instead ? [active] : has);
  if (!code) return;
  if (instead) await act("recode", active, code, item);
  else await act("give", code, "", item);
}

const undo = () => inLine(async () => {
  if (!S.last) { announce(t("undo_none")); return; }
  const answer = await ask("undo", { op: newOp(), expected: S.last });
  if (!take(answer)) { await refresh(); return; }
  const { kind, code, count } = answer.undone;
  const keys = Object.keys(answer.states);
  const item = S.byKey.get(keys[0]);
  if (item) {
    await go(S.items.indexOf(item), false);
    if (item.sugg.some(([own]) => own === code)) { S.active = code; markTalk(); showPanel(); }
  }
  const what = code ? codeName(code) : t({ nothing: "nothing", memo: "memo", words: "other_words", rest: "rest" }[kind] ?? "undo");
  announce(count > 1 ? t("undone_many", { n: count }) : t("undone", { what }));
});

async function bulk() {
  if (!S.list.length) return;
  await line;
  const wanted = await askBulk();
  if (!wanted) return;
  await inLine(async () => {
    if (!take(await ask("bulk", { op: newOp(), ...wanted }))) { await refresh(); return; }
    banner("done", t("bulk_done", { n: wanted.items.length }));
    announce(t("bulk_done", { n: wanted.items.length }));
    setTimeout(() => banner("done", ""), 8000);
    const item = current();
    if (item && !isOpen(item, filters().code)) await go(step(1, true), false);
  });
}

/** What was done elsewhere meanwhile, and whether the program still answers. */
async function refresh() {
  const answer = await ask(`changes?since=${S.since}`);
  if (answer.status !== 200) return;
  const fresh = {};
  for (const [key, state] of Object.entries(answer.states)) {
    if ((S.states.get(key)?.version ?? 0) < state.version) fresh[key] = state;
  }
  S.since = answer.newest;
  S.last = answer.last;
  for (const [key, state] of Object.entries(fresh)) S.states.set(key, state);
  banner("export", answer.not_exported ? t("not_exported", { why: answer.not_exported }) : "");
  banner("left", answer.left_out ? t("left_out", { n: answer.left_out }) : "");
  banner("new", answer.new_results ? t("new_results") : "", el("button", { type: "button", onclick: () => location.reload() }, t("reload")));
  // what was typed while the program did not answer
  if (document.activeElement?.id !== "memo") for (const key of S.drafts.keys()) saveMemo(S.byKey.get(key));
  const keys = Object.keys(fresh);
  if (!keys.length) return;
  showList();
  showProgress();
  markTalk(keys);
  if (current() && keys.includes(current().key)) showPanel();
}

function activate(code) { S.active = code; markTalk(); showPanel(); }

function nextSuggestion(by) {
  const item = current();
  if (!item?.sugg.length) return;
  const place = item.sugg.findIndex(([code]) => code === S.active);
  const code = item.sugg[Math.min(item.sugg.length - 1, Math.max(0, place + by))][0];
  activate(code);
  announce(`${codeName(code)}: ${verdictText(stateOf(item), code)}`);
}

const move = (by) => inLine(async () => { const to = step(by, false); if (to >= 0) await go(to); });
const moveBeside = (by) => inLine(async () => { const to = current() ? beside(by) : -1; if (to >= 0) await go(to); });

const ON_KEY = {
  a: () => act("accept"), r: () => act("reject"), c: () => choose("recode"), g: () => choose("give"),
  f: () => act("rest"), x: () => act("nothing"), w: () => choose("words"), u: undo, b: bulk,
  n: () => move(1), p: () => move(-1), j: () => moveBeside(1), k: () => moveBeside(-1),
  m: () => $("memo")?.focus(), "/": () => $("search").focus(), "?": showHelp,
  ArrowDown: () => move(1), ArrowUp: () => move(-1), ArrowRight: () => nextSuggestion(1), ArrowLeft: () => nextSuggestion(-1),
};
const ON_SHIFT = {
  ArrowRight: () => pickWords(true, 1), ArrowLeft: () => pickWords(true, -1),
  ArrowDown: () => pickWords(false, 1), ArrowUp: () => pickWords(false, -1),
};

/** The key by its place where the keyboard writes Kazakh or Russian. */
function keyOf(event) {
  if (/^[a-z/?]$/i.test(event.key)) return event.key.toLowerCase();
  if (/^Key[A-Z]$/.test(event.code)) return event.code.slice(3).toLowerCase();
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  return event.key;
}

function onKey(event) {
  const { target } = event;
  if (target.id === "memo" && (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey)))) {
    event.preventDefault();
    $("talk").focus();
    return;
  }
  if (target.id === "search" && event.key === "Escape") { $("list").focus(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const arrow = event.key.startsWith("Arrow");
  if (target.matches("input:not([type=checkbox]), textarea, select")) return;
  if (!arrow && !$("shortcuts").checked) return;
  const work = event.shiftKey && arrow ? ON_SHIFT[event.key] : ON_KEY[keyOf(event)];
  if (!work || (event.repeat && !arrow)) return;
  event.preventDefault();
  work();
}

function writeTexts() {
  document.documentElement.lang = S.lang;
  document.title = `${t("title")} · taqyryp`;
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
  for (const node of document.querySelectorAll("[data-place]")) node.placeholder = t(node.dataset.place);
  $("coder").textContent = S.coder ? t("coder", { name: S.coder }) : "";
}

function remembered(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch { return null; }
}

async function showAgreement() {
  if (!$("agreement").open) return;
  const answer = await ask("agreement");
  if (answer.status !== 200) { $("agreements").replaceChildren(el("p", { class: "hint" }, answer.problem)); return; }
  const figure = (value) => (value === null ? "–" : value.toFixed(2));
  $("agreements").replaceChildren(...(answer.agreements.length ? [el("p", { class: "hint" }, t("agreement_note"))] : [el("p", { class: "hint" }, t("agreement_none"))]),
    ...answer.agreements.map((own) => el("table", {}, el("caption", {}, t("agreement_with", { coder: own.coder, n: own.both, kappa: figure(own.kappa) })),
      el("thead", {}, el("tr", {}, ...["code", "both", "one_only", "kappa"].map((name) => el("th", { scope: "col" }, t(name))))),
      el("tbody", {}, ...own.codes.map(([code, both, one, kappa]) => el("tr", {}, el("th", { scope: "row" }, codeName(code)), el("td", {}, String(both)), el("td", {}, String(one)), el("td", {}, figure(kappa))))))));
}

let typing = 0;
async function onSearch() {
  typing += 1;
  const own = typing;
  const query = $("search").value.trim();
  const answer = query ? await ask(`search?q=${encodeURIComponent(query)}`) : { keys: null };
  if (own !== typing) return;
  S.hits = answer.keys ? new Set(answer.keys) : null;
  await relist();
}

function wire() {
  startList((number) => inLine(() => go(number)));
  startTalk((number) => inLine(() => go(number)));
  startDialogs();
  startPanel({ act, choose, saveMemo, dropWords, activate });
  document.addEventListener("keydown", onKey);
  $("do-bulk").onclick = bulk;
  $("do-undo").onclick = undo;
  $("do-help").onclick = showHelp;
  for (const id of ["by-code", "by-theme", "by-transcript", "by-speaker", "by-order", "undecided"]) $(id).addEventListener("change", () => inLine(relist));
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("search").addEventListener("input", () => inLine(onSearch));
  $("agreement").addEventListener("toggle", showAgreement);
  $("shortcuts").checked = remembered("shortcuts") !== "off";
  $("shortcuts").addEventListener("change", () => remembered("shortcuts", $("shortcuts").checked ? "on" : "off"));
  $("language").addEventListener("change", () => inLine(async () => {
    S.lang = remembered("language", $("language").value) ?? $("language").value;
    writeTexts();
    fillFilters();
    showList();
    showProgress();
    await showAgreement();
    forgetTalk();
    if (current()) await go(S.current, false);
    else await relist();
  }));
  addEventListener("resize", () => inLine(async () => { if (current()) await go(S.current, false); }));
  addEventListener("beforeunload", (event) => { if (S.drafts.size || S.gone) event.preventDefault(); });
  addEventListener("visibilitychange", () => { if (!document.hidden) inLine(refresh); });
  setInterval(() => { if (!document.hidden && !S.gone) inLine(refresh); }, 4000);
}

function takeStart(answer) {
  S.coder = answer.coder;
  if (!answer.items) return;
  S.codes = answer.codebook.codes;
  S.groups = answer.codebook.groups;
  S.codeOf = new Map(S.codes.map((code) => [code.id, code]));
  S.transcripts = answer.transcripts;
  S.speakers = answer.speakers;
  S.topics = new Map(answer.topics.map(({ topic, name }) => [topic, name]));
  S.items = answer.items.map(([key, tr, sp, topic, next, snippet, lang, sugg]) => (
    { key, tr, sp, topic, next, snippet, lang, sugg: sugg.map(([code, value]) => [S.codes[code].id, value]) }));
  S.byKey = new Map(S.items.map((item) => [item.key, item]));
  S.states = new Map(Object.entries(answer.states));
  S.last = answer.last;
  S.since = answer.since;
}

async function start() {
  let answer = await ask("start");
  S.texts = answer.texts;
  const wished = [remembered("language"), ...navigator.languages.map((name) => name.slice(0, 2)), "en"];
  S.lang = wished.find((name) => name in S.texts);
  $("language").replaceChildren(...Object.entries(answer.languages).map(([id, name]) => el("option", { value: id, lang: id }, name)));
  $("language").value = S.lang;
  S.coder = answer.coder;
  writeTexts();
  if (!answer.problem && !answer.coder) {
    await askName();
    answer = await ask("start");
  }
  takeStart(answer);
  writeTexts();
  if (answer.problem) {
    const { kind, message } = answer.problem;
    showState(el("h2", {}, t(kind)), el("p", {}, t(`${kind}_next`)), message ? el("pre", {}, message) : "",
      el("button", { type: "button", class: "main", onclick: () => location.reload() }, t("reload")));
    $("language").addEventListener("change", () => { remembered("language", $("language").value); location.reload(); });
    return;
  }
  wire();
  fillFilters();
  showProgress();
  await relist();
  document.body.dataset.ready = "yes";
  $("talk").focus();
}

start();
