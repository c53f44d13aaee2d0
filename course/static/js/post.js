// Sending a form without leaving the page, and putting the answer's parts in place.

export const texts = document.getElementById("texts")?.dataset ?? {};

const enhancers = [];

/** Has `enhance(root)` run on the page now and on every part swapped in later. */
export function onArrival(enhance) {
  enhancers.push(enhance);
  enhance(document);
}

export function token() {
  return document.querySelector('meta[name="csrf-token"]')?.content ?? "";
}

/** The fields of a form as they would be sent by `submitter`. */
export function fieldsOf(form, submitter) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  return fields;
}

/** Asks for a page again and takes its token: the session may have changed in another tab. */
export async function renewToken() {
  const page = await pageAt(document.querySelector("a.brand")?.href ?? location.href);
  const fresh = page.querySelector('meta[name="csrf-token"]')?.content;
  if (!fresh || fresh === token()) return false;
  document.querySelector('meta[name="csrf-token"]').content = fresh;
  document.querySelectorAll("input[name=csrf_token]").forEach((input) => (input.value = fresh));
  return true;
}

async function pageAt(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** Posts fields and asks for the changed parts only. Throws a TypeError when there is no network. */
export async function post(url, fields, keepalive = false) {
  const send = () => {
    fields.set("csrf_token", token());
    const headers = { "X-Fragment": "1", "X-CSRFToken": token() };
    return fetch(url, { method: "POST", body: fields, keepalive, credentials: "same-origin", headers });
  };
  const response = await send();
  const stale = response.status === 400 && !keepalive && (await renewToken());
  return stale ? send() : response;
}

/** Replaces every element of the page that a fragment holds under the same id; answers those put in. */
export function swap(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  // A whole page (an error, a sign-in) is never mixed into this one.
  return parsed.querySelector("main") ? [] : place([...parsed.body.children]);
}

/** Takes one part of this page anew from the server. */
export async function refresh(id) {
  const page = await pageAt(location.href).catch(() => null);
  const part = page?.getElementById(id);
  if (part) place([part]);
}

function place(parts) {
  const placed = [];
  for (const part of parts) {
    const old = part.id && document.getElementById(part.id);
    if (!old) continue;
    const finished = old.matches(".completion:not(.finished)") && part.matches(".finished");
    old.replaceWith(part);
    enhancers.forEach((enhance) => enhance(part));
    if (finished) say(part.querySelector("h2")?.textContent ?? "");
    placed.push(part);
  }
  return placed;
}

/** Scrolls no further than is needed to show an element; at once for who asked for less movement. */
export function bringIntoView(element) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
}

/** Says something to who listens to the page. */
export function say(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

/** Says something to everyone, for a moment. */
export function toast(text) {
  document.querySelector(".toast")?.remove();
  const box = document.createElement("p");
  box.className = "toast";
  box.textContent = text;
  document.body.append(box);
  say(text);
  setTimeout(() => box.remove(), 6000);
}
