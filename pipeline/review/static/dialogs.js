// Choosing a code, deciding many at once, the list of keys, who is coding.

import { $, S, ask, el, named, openCodes, stateOf, t } from "./core.js";
import { filters } from "./list.js";

let answer = null;
let options = [];
let at = 0;

function matches(query) {
  const wanted = query.trim().toLowerCase();
  const rank = (code) => {
    if (!wanted) return 0;
    const names = [code.id, ...Object.values(code.name)].map((name) => name.toLowerCase());
    if (names.some((name) => name.startsWith(wanted))) return 0;
    if (names.some((name) => name.includes(wanted))) return 1;
    return Object.values(code.definition).some((text) => text.toLowerCase().includes(wanted)) ? 2 : -1;
  };
  return S.codes.map((code) => [rank(code), code]).filter(([own]) => own >= 0)
    .sort((one, other) => one[0] - other[0]).map(([, code]) => code);
}

function drawOptions() {
  const list = $("chooser-list");
  list.replaceChildren(...options.map((code, number) => el("li", {
    role: "option", id: `option-${number}`, "aria-selected": number === at ? "true" : "false",
    onclick: () => finish(code.id),
  }, el("b", {}, named(code.name, code.id)), el("span", {}, named(code.definition)))));
  if (!options.length) list.append(el("li", { class: "hint", role: "option", "aria-disabled": "true", "aria-selected": "false" }, t("no_code_found")));
  const input = $("chooser-input");
  if (options.length) input.setAttribute("aria-activedescendant", `option-${at}`);
  else input.removeAttribute("aria-activedescendant");
  $(`option-${at}`)?.scrollIntoView({ block: "nearest" });
}

function finish(code) {
  const done = answer;
  answer = null;
  $("chooser").close();
  done?.(code);
}

/** Ask for a code; nothing if the dialog is closed. */
export function chooseCode(title, without = []) {
  return new Promise((done) => {
    answer = done;
    const left = () => matches($("chooser-input").value).filter((code) => !without.includes(code.id));
    $("chooser-title").textContent = title;
    $("chooser-input").value = "";
    $("chooser-input").oninput = () => { options = left(); at = 0; drawOptions(); };
    options = left();
    at = 0;
    drawOptions();
    $("chooser").showModal();
    $("chooser-input").focus();
  });
}

/** What a bulk action would decide: the open suggestions of the queue with such a probability. */
function bulkItems() {
  const { code } = filters();
  const [from, to] = [Number($("bulk-from").value), Number($("bulk-to").value)];
  const found = [];
  for (const number of S.list) {
    const item = S.items[number];
    for (const [own, value] of openCodes(item, code)) {
      if (value >= from && value <= to) found.push([item.key, stateOf(item).version, own]);
    }
  }
  return found;
}

function countBulk() {
  const found = bulkItems();
  const n = found.length;
  $("bulk-count").textContent = t("bulk_count", { n, u: new Set(found.map(([key]) => key)).size });
  $("bulk-ok").textContent = t(`bulk_${$("bulk-what").value}`, { n });
  $("bulk-ok").disabled = n === 0;
}

/** Ask what to do with all that is shown; nothing if the dialog is closed. */
export function askBulk() {
  return new Promise((done) => {
    const dialog = $("bulk");
    countBulk();
    dialog.returnValue = "";
    dialog.onclose = () => {
      const items = dialog.returnValue === "ok" ? bulkItems() : [];
      done(items.length ? { accept: $("bulk-what").value === "accept", items } : null);
    };
    dialog.showModal();
    $("bulk-from").focus();
  });
}

const KEYS = [["a", "a"], ["r", "r"], ["c", "c"], ["g", "g"], ["f", "f"], ["x", "x"], ["m", "m"], ["w", "w"],
  ["Shift + → ← ↓ ↑", "shift"], ["n p ↓ ↑", "n"], ["→ ←", "s"], ["j k", "j"], ["u", "u"], ["b", "b"], ["/", "slash"], ["?", "help"]];

/** Show the keys. */
export function showHelp() {
  $("keys").replaceChildren(...KEYS.flatMap(([name, text]) => [el("dt", {}, el("kbd", {}, name)), el("dd", {}, t(`key_${text}`))]));
  $("help").showModal();
}

/** Ask who is coding until somebody says it. */
export function askName() {
  return new Promise((done) => {
    const dialog = $("who");
    dialog.oncancel = (event) => { if (!S.coder) event.preventDefault(); };
    $("who-form").onsubmit = async (event) => {
      event.preventDefault();
      const reply = await ask("coder", { name: $("name").value });
      if (reply.status !== 200) return;
      S.coder = reply.coder;
      dialog.close();
      done();
    };
    dialog.showModal();
    $("name").focus();
  });
}

/** Wire the dialogs up. */
export function startDialogs() {
  $("chooser-input").addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (options[at]) finish(options[at].id);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = Math.min(options.length - 1, Math.max(0, at + (event.key === "ArrowDown" ? 1 : -1)));
      drawOptions();
    }
  });
  $("chooser").addEventListener("close", () => { answer?.(null); answer = null; });
  for (const id of ["bulk-what", "bulk-from", "bulk-to"]) $(id).addEventListener("input", countBulk);
}
