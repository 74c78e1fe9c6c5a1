// The right side: what is suggested for the utterance and why, what was decided, the codebook.

import { $, S, codeName, current, el, named, p2, stateOf, t } from "./core.js";

let doing = {};
let query = "";

const key = (name) => el("kbd", {}, name);
const button = (name, letter, action, attributes = {}) =>
  el("button", { type: "button", onclick: action, ...attributes }, t(name), letter ? " " : "", letter ? key(letter) : "");

/** What was said of a code, in words. */
export function verdictText(state, code) {
  const verdict = state.verdicts[code];
  if (!verdict) return t("open");
  if (verdict === "recoded") return t("recoded", { code: codeName(state.instead[code] ?? "") });
  return t(verdict);
}

function reasonElement([kind, text, without]) {
  const note = without ? ` (${t("without", { p: p2(without) })})` : "";
  const said = kind === "carried" || kind === "like" ? `“${text}”` : text;
  return el("li", { class: kind }, el("b", {}, kind ? `${t(kind)}: ` : ""), said, note);
}

function card(item, [code, value], number, reasons) {
  const state = stateOf(item);
  const active = code === S.active;
  const verdict = state.verdicts[code] ?? "open";
  const bar = el("span", { class: "bar", "aria-hidden": "true" }, el("span"));
  bar.firstChild.style.width = `${100 * value}%`;
  const made = el("li", { class: `card ${verdict}${active ? " active" : ""}`, "aria-current": active ? "true" : null },
    el("button", { type: "button", class: "head", onclick: () => doing.activate(code), "aria-expanded": active ? "true" : "false" },
      el("span", { class: "what" }, codeName(code)),
      el("span", { class: "verdict" }, verdictText(state, code)),
      bar, el("span", { class: "p" }, el("span", { class: "hidden" }, t("probability", { p: p2(value) })), el("span", { "aria-hidden": "true" }, p2(value)))));
  if (!active) return made;
  const definition = named(S.codeOf.get(code)?.definition);
  made.append(
    el("div", { class: "row" },
      button("accept", "a", () => doing.act("accept"), { class: "yes", "aria-pressed": verdict === "accepted" ? "true" : "false" }),
      button("reject", "r", () => doing.act("reject"), { class: "no", "aria-pressed": verdict === "rejected" ? "true" : "false" }),
      button("recode", "c", () => doing.choose("recode")),
      verdict === "open" ? "" : button("withdraw", "", () => doing.act("withdraw"))),
    el("ul", { class: "reasons" }, ...(reasons ?? []).map(reasonElement)),
    definition ? el("details", {}, el("summary", {}, t("definition")), el("p", {}, definition)) : "");
  return made;
}

function codebookElements() {
  const wanted = query.toLowerCase();
  const fits = (code) => !wanted || [code.id, ...Object.values(code.name), ...Object.values(code.definition)]
    .some((text) => text.toLowerCase().includes(wanted));
  return S.groups.map((group) => {
    const codes = S.codes.filter((code) => code.group === group.id && fits(code));
    return codes.length ? el("section", {}, el("h4", {}, named(group.name, group.id)), ...codes.map((code) =>
      el("details", {}, el("summary", {}, named(code.name, code.id)), el("p", {}, named(code.definition)),
        el("ul", {}, ...(code.examples[S.lang] ?? []).slice(0, 3).map((text) => el("li", { lang: S.lang }, text)))))) : "";
  });
}

/** Draw it all for the utterance that is shown. */
export function showPanel() {
  const item = current();
  const panel = $("panel");
  const focused = document.activeElement?.id === "memo" ? document.activeElement.selectionStart : null;
  const book = panel.querySelector("#codebook");
  const unfolded = book?.open ?? false;
  if (!item) { panel.replaceChildren(el("p", { class: "hint" }, t("no_transcript_text"))); return; }
  const state = stateOf(item);
  const talk = S.talks.get(item.tr)?.value;
  const own = talk?.items[item.key];
  const place = S.list.indexOf(S.current);
  const given = Object.keys(state.verdicts).filter((code) => !item.sugg.some(([other]) => other === code) && ["given", "accepted"].includes(state.verdicts[code]));
  const memo = el("textarea", {
    id: "memo", rows: 2, maxlength: 20000, "aria-describedby": "memo-hint",
    oninput: (event) => { S.drafts.set(item.key, event.target.value); },
    onblur: () => doing.saveMemo(item),
  });
  memo.value = S.drafts.get(item.key) ?? state.memo;
  panel.replaceChildren(
    el("h2", {}, t("at", { speaker: S.speakers[item.sp], transcript: S.transcripts[item.tr] }),
      place >= 0 ? el("span", { class: "place" }, t("position", { n: place + 1, all: S.list.length })) : ""),
    own?.why && item.next ? el("p", { class: "hint" }, t("why_next", { why: own.why })) : "",
    el("h3", {}, t("suggestions")),
    item.sugg.length ? el("ul", { class: "cards" }, ...item.sugg.map((one, number) => card(item, one, number, own?.reasons[one[0]])))
      : el("p", { class: "hint" }, t("no_suggestions_here")),
    state.nothing ? el("p", { class: "said" }, t("nothing_said")) : "",
    given.length ? el("h3", {}, t("your_codes")) : "",
    given.length ? el("ul", { class: "given" }, ...given.map((code) => el("li", {}, codeName(code), " ",
      el("button", { type: "button", "aria-label": `${t("remove")}: ${codeName(code)}`, onclick: () => doing.act("withdraw", code) }, t("remove"))))) : "",
    state.words.length ? el("h3", {}, t("other_words")) : "",
    state.words.length ? el("ul", { class: "given" }, ...state.words.map((words) => el("li", {},
      `“${words.text}”: ${words.codes.map(codeName).join(", ")} `,
      el("button", { type: "button", "aria-label": `${t("remove")}: ${words.text}`, onclick: () => doing.dropWords(item, words) }, t("remove"))))) : "",
    el("div", { class: "row more" },
      button("give", "g", () => doing.choose("give")), button("words", "w", () => doing.choose("words"), { onmousedown: (event) => event.preventDefault() }),
      button("nothing", "x", () => doing.act("nothing")), item.sugg.length > 1 ? button("rest", "f", () => doing.act("rest")) : ""),
    el("div", { class: "memo" }, el("label", { for: "memo" }, t("memo"), " ", key("m")), memo,
      el("div", { class: "row" }, el("span", { id: "memo-hint", class: "hint" }, t("memo_hint")))),
    el("details", { id: "codebook", open: unfolded }, el("summary", {}, t("codebook")),
      el("input", { type: "search", id: "codebook-search", "aria-label": t("codebook_search"), placeholder: t("codebook_search"),
        oninput: (event) => { query = event.target.value; $("codebook-list").replaceChildren(...codebookElements()); } }),
      el("div", { id: "codebook-list" })));
  $("codebook-search").value = query;
  const [folder, list] = [$("codebook"), $("codebook-list")];
  const fillBook = () => { if (folder.open && !list.children.length) list.append(...codebookElements()); };
  folder.addEventListener("toggle", fillBook);
  fillBook();
  if (focused !== null) { memo.focus(); memo.setSelectionRange(focused, focused); }
}

/** Wire the panel up with what its buttons do. */
export function startPanel(actions) { doing = actions; }
