// What is typed stays on this device until the server has it: drafts of forms, and a queue of answers
// given without network. Both belong to the person who typed and are wiped when they sign out.

import { fieldsOf, onArrival, post, swap, texts, toast } from "./post.js";

const person = document.body.dataset.person ?? "";
const QUEUE = `collectif.queue:${person}`;
const DRAFT = `collectif.draft:${person}:`;
const OWN = new Set(["csrf_token", "answer_id", "next"]);
const MONTH = 30 * 24 * 3600 * 1000;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the page works on, only less safely.
  }
}

// -- drafts ---------------------------------------------------------------------

const timers = new WeakMap(); // Form → the draft about to be kept.

const draftKey = (form) => DRAFT + form.dataset.draft;

function keepDraft(form) {
  const fields = [...fieldsOf(form)].filter(([name]) => !OWN.has(name));
  write(draftKey(form), { at: Date.now(), fields });
}

export function dropDraft(form) {
  clearTimeout(timers.get(form));
  if (form.dataset.draft) write(draftKey(form), null);
}

function setField(form, name, values) {
  const inputs = [...form.elements].filter((input) => input.name === name);
  inputs.forEach((input, index) => {
    if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
    else if (index < values.length) input.value = values[index];
  });
}

function restoreDraft(form) {
  const draft = read(draftKey(form));
  if (!draft || form.classList.contains("answered")) return;
  if (draft.sent || Date.now() - draft.at > MONTH) return write(draftKey(form), null);
  const names = new Map();
  draft.fields.forEach(([name, value]) => names.set(name, [...(names.get(name) ?? []), value]));
  const before = fieldsOf(form).toString();
  names.forEach((values, name) => setField(form, name, values));
  if (fieldsOf(form).toString() === before) return;
  const status = form.querySelector("[data-status], .saved");
  if (status) status.textContent = texts.restored;
  form.dataset.restored = "yes";
  form.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
}

// -- answers given without network ----------------------------------------------

/** Puts an answer in the queue; the same `answer_id` is kept once. */
export function queue(url, fields) {
  const waiting = (read(QUEUE) ?? []).filter((entry) => entry.id !== fields.get("answer_id"));
  write(QUEUE, [...waiting, { id: fields.get("answer_id"), url, body: fields.toString() }]);
}

let flushing = false;

/** Sends what waits, oldest first; stops at the first that finds no network or no session. */
export async function flush() {
  if (flushing) return;
  flushing = true;
  let sent = 0;
  try {
    for (const entry of read(QUEUE) ?? []) {
      const response = await post(entry.url, new URLSearchParams(entry.body));
      if ([401, 403, 429].includes(response.status) || response.status >= 500) break;
      write(QUEUE, (read(QUEUE) ?? []).filter((other) => other.id !== entry.id));
      sent += response.ok ? 1 : 0;
      showSent(entry.url, response.ok ? await response.text() : "");
    }
  } catch {
    // Still no network: the queue waits for the next chance.
  }
  flushing = false;
  if (sent) toast(texts.sent);
}

function showSent(url, html) {
  const form = document.querySelector(`form[action="${CSS.escape(url)}"]`);
  if (!form) return;
  dropDraft(form);
  swap(html);
}

// -- at work ----------------------------------------------------------------------

function wipe() {
  Object.keys(localStorage)
    .filter((key) => key === QUEUE || key.startsWith(DRAFT))
    .forEach((key) => localStorage.removeItem(key));
}

export function start() {
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.dataset.draft) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keepDraft(form), 250));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("data-sign-out")) return wipe();
    if (!form.dataset.draft || event.defaultPrevented) return;
    const draft = read(draftKey(form));
    if (draft) write(draftKey(form), { ...draft, sent: true });
  });
  onArrival((root) => root.querySelectorAll("form[data-draft]").forEach(restoreDraft));
  addEventListener("online", flush);
  if (person) flush();
}
