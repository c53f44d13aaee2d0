// Answering a question in place, and noting that a screen was read to its end.

import { dropDraft, flush, queue } from "./kept.js";
import { bringIntoView, fieldsOf, post, swap, texts, toast } from "./post.js";

const DWELL = 2000;

async function answer(form, submitter) {
  const fields = fieldsOf(form, submitter);
  const status = form.querySelector("[data-status]");
  submitter?.setAttribute("aria-disabled", "true");
  if (status) status.textContent = texts.sending;
  try {
    const response = await post(form.action, fields);
    if (response.redirected) return location.assign(response.url);
    if (response.status === 409) return location.reload();
    // The server has a page for an ended session that carries what was typed.
    if (response.status === 401 || response.status === 403) return form.submit();
    if (response.status >= 500 || response.status === 429) throw new Error(String(response.status));
    const placed = swap(await response.text());
    if (!placed.length) return form.submit();
    if (response.ok) dropDraft(form);
    show(placed);
    flush();
  } catch (error) {
    const offline = error instanceof TypeError;
    if (offline) queue(form.getAttribute("action"), fields);
    if (status) status.textContent = offline ? texts.kept : texts.failed;
    if (offline) toast(texts.kept);
    submitter?.removeAttribute("aria-disabled");
  }
}

function show(placed) {
  const target = placed.map((part) => part.querySelector("[data-feedback], .error")).find(Boolean);
  if (!target) return;
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
  bringIntoView(target);
}

function watchEnd(form) {
  const screen = document.querySelector(".screen");
  if (!screen) return;
  const end = document.createElement("span");
  screen.append(end);
  let timer = 0;
  const observer = new IntersectionObserver(([entry]) => {
    clearTimeout(timer);
    if (!entry.isIntersecting) return;
    timer = setTimeout(async () => {
      observer.disconnect();
      const response = await post(form.action, fieldsOf(form)).catch(() => null);
      if (response?.ok && !response.redirected) swap(await response.text());
    }, DWELL);
  });
  observer.observe(end);
}

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-answer")) return;
    event.preventDefault();
    if (event.submitter?.getAttribute("aria-disabled") !== "true") answer(form, event.submitter);
  });
  const seen = document.querySelector("form[data-seen]");
  if (seen) watchEnd(seen);
}
