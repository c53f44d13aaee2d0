// A worksheet that saves while one types, and tables that grow.

import { dropDraft } from "./kept.js";
import { fieldsOf, post, swap, texts } from "./post.js";

const PAUSE = 1200;

function status(text) {
  const line = document.getElementById("saved");
  if (line) line.textContent = text;
}

/** What a refused worksheet says is wrong. */
async function faults(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const links = [...page.querySelectorAll(".notice-warning li")];
  return links.map((link) => link.textContent).join(" ") || texts.failed;
}

function autosave(form) {
  let timer = 0;
  let sending = false;
  let changed = false;

  async function save() {
    clearTimeout(timer);
    if (sending || !changed) return;
    sending = true;
    changed = false;
    status(texts.sending);
    try {
      const response = await post(form.action, fieldsOf(form));
      if (response.redirected || response.status === 401) throw new Error(texts.signedOut);
      if (!response.ok) throw new Error(response.status === 422 ? await faults(response) : texts.failed);
      swap(await response.text());
      if (!changed) dropDraft(form);
    } catch (error) {
      changed = true;
      status(error instanceof TypeError ? texts.kept : error.message);
    }
    sending = false;
  }

  function later() {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("input", later);
  addEventListener("online", save);
  document.addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("pagehide", () => {
    if (changed) post(form.action, fieldsOf(form), true).catch(() => undefined);
  });
  if (form.dataset.restored) later();
}

function addRow(button) {
  const table = button.closest("[data-table]");
  const body = table.querySelector("tbody");
  const last = body.rows[body.rows.length - 1];
  const row = last.cloneNode(true);
  const number = body.rows.length;
  row.querySelectorAll("input, select, textarea").forEach((input) => {
    input.name = input.name.replace(/^(f\.[^.]+\.)\d+\./, `$1${number}.`);
    const label = input.getAttribute("aria-label") ?? "";
    input.setAttribute("aria-label", label.replace(/\d+$/, String(number + 1)));
    if (input.type === "checkbox") input.checked = false;
    else input.value = "";
  });
  body.append(row);
  row.querySelector("input, select, textarea")?.focus();
}

const form = document.querySelector("form[data-worksheet]");
if (form) {
  autosave(form);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add-row]");
    if (!button) return;
    event.preventDefault();
    addRow(button);
  });
}
