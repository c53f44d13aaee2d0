// A cohort's page: the grid that keeps itself up to date, and buttons that copy.

import { say } from "./post.js";

const EVERY = 15_000;

function copying(button) {
  const source = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (await copied(source)) say(button.dataset.copied);
    else select(source);
    button.textContent = button.dataset.copied;
  });
}

async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    return true;
  } catch {
    return false; // No clipboard without TLS: the text is selected, for the keyboard to copy.
  }
}

function select(source) {
  const selection = getSelection();
  selection.removeAllRanges();
  const range = document.createRange();
  range.selectNodeContents(source);
  selection.addRange(range);
}

/** Puts a newer part in the place of the one with the same id; the focus stays where it was. */
function replace(part) {
  const old = document.getElementById(part.id);
  if (old.outerHTML === part.outerHTML) return false;
  const focused = old.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  old.replaceWith(part);
  if (focused) part.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
  return true;
}

const parts = (page) => ["cohort-counts", "cohort-table"].filter((id) => page.getElementById(id)).join();

function live(section) {
  let etag = "";
  const look = async () => {
    if (document.hidden) return true;
    const headers = { "X-Fragment": "1", ...(etag && { "If-None-Match": etag }) };
    const response = await fetch(location.pathname + location.search, { headers, cache: "no-store", credentials: "same-origin" });
    if (response.status === 304) return true;
    if (!response.ok) return false; // Signed out, or the group is not ours any more.
    etag = response.headers.get("ETag") ?? "";
    const parsed = new DOMParser().parseFromString(await response.text(), "text/html");
    if (parts(parsed) !== parts(document)) return location.reload();
    const changed = [...parsed.body.children].map(replace).some(Boolean);
    if (changed && section.dataset.updated) say(section.dataset.updated);
    return true;
  };
  const again = () => setTimeout(async () => ((await look().catch(() => true)) ? again() : null), EVERY);
  again();
}

document.querySelectorAll("[data-copy]").forEach(copying);
document.querySelectorAll("[data-live]").forEach(live);
