// Each answer of the diagnostic is kept at once: only what changed is sent, so that two devices
// open on the same page do not undo one another.

import { dropDraft, queue } from "./kept.js";
import { post, swap, texts, toast } from "./post.js";

const PAUSE = 1000;
const OWN = new Set(["csrf_token", "go"]);

/** Field name → value, as the page came (`initial`) or as it stands. */
function values(form, initial = false) {
  const found = new Map();
  for (const input of form.elements) {
    if (!input.name || OWN.has(input.name)) continue;
    if (input.type === "radio") {
      if (!found.has(input.name)) found.set(input.name, "");
      if (initial ? input.defaultChecked : input.checked) found.set(input.name, input.value);
    } else {
      found.set(input.name, initial ? input.defaultValue : input.value);
    }
  }
  return found;
}

function status(text) {
  const line = document.getElementById("saved");
  if (line) line.textContent = text;
}

function start(form) {
  const address = form.getAttribute("action");
  const kept = values(form, true);
  let timer = 0;
  let sending = false;
  let leaving = false;

  const changes = () => new Map([...values(form)].filter(([name, value]) => kept.get(name) !== value));

  function placed(sent) {
    sent.forEach((_value, name) => {
      const inputs = form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type="radio"])`);
      const fault = document.getElementById(`f-${name.replaceAll(".", "-")}-error`);
      const wrong = Boolean(fault && !fault.hidden);
      inputs.forEach((input) => (wrong ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid")));
    });
  }

  /** What could not be sent for lack of network waits on this device, the newest of each field. */
  function wait(sent) {
    sent.forEach((value, name) => {
      queue(address, new URLSearchParams([[name, value], ["answer_id", `${address} ${name}`]]));
      kept.set(name, value);
    });
    status(texts.kept);
    toast(texts.kept);
  }

  async function save() {
    clearTimeout(timer);
    const sent = changes();
    if (sending || leaving || !sent.size) return;
    sending = true;
    status(texts.sending);
    try {
      const response = await post(form.action, new URLSearchParams([...sent]));
      if (response.status === 409) return location.reload();
      if (response.redirected || [401, 403].includes(response.status)) throw new Error(texts.signedOut);
      if (!response.ok && response.status !== 422) throw new Error(texts.failed);
      sent.forEach((value, name) => kept.set(name, value));
      const focused = document.activeElement?.value;
      const inSteps = document.activeElement?.closest("#steps");
      swap(await response.text());
      if (inSteps) document.querySelector(`#steps button[value="${CSS.escape(focused)}"]`)?.focus();
      placed(sent);
      if (changes().size) later();
      else if (response.ok) dropDraft(form);
    } catch (error) {
      if (error instanceof TypeError) wait(sent);
      else status(error.message);
    } finally {
      sending = false;
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  form.addEventListener("change", save);
  form.addEventListener("input", (event) => {
    // An address half typed is none yet: it is sent when one leaves the field.
    if (event.target.matches("textarea")) later();
  });
  form.addEventListener("submit", () => (leaving = true));
  document.addEventListener("visibilitychange", () => document.hidden && save());
  addEventListener("pageshow", () => (leaving = false));
  addEventListener("pagehide", () => {
    const sent = leaving ? new Map() : changes();
    if (sent.size) post(form.action, new URLSearchParams([...sent]), true).catch(() => undefined);
  });
  if (changes().size) save();
}

const form = document.querySelector("form[data-diagnosis]");
if (form) start(form);
