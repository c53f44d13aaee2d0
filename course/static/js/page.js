// Small things of every page: theme switch, menus, printing, filtering a list, where the focus goes.

import { onArrival, renewToken, texts } from "./post.js";

const root = document.documentElement;

function shownTheme() {
  const chosen = root.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function themeSwitch(button) {
  const label = button.querySelector(".sr-only");
  const other = () => (shownTheme() === "dark" ? "light" : "dark");
  const name = () => {
    label.textContent = texts[other()];
    button.title = texts[other()];
  };
  button.hidden = false;
  name();
  button.addEventListener("click", () => {
    root.dataset.theme = other();
    try {
      localStorage.setItem("collectif.theme", root.dataset.theme);
    } catch {
      // The choice then lasts as long as the page.
    }
    name();
  });
}

function menus() {
  const open = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    open().forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });
}

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function filter(input) {
  const lines = [...document.querySelectorAll(input.dataset.filter)];
  const none = input.closest("[data-filtered]")?.querySelector("[data-none]");
  input.closest("[hidden]")?.removeAttribute("hidden");
  input.addEventListener("input", () => {
    const wanted = plain(input.value.trim());
    lines.forEach((line) => (line.hidden = !plain(line.textContent).includes(wanted)));
    if (none) none.hidden = lines.some((line) => !line.hidden);
  });
}

/** A form shown again after signing in elsewhere is sent with the new session's token. */
function sendAgain(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await renewToken().catch(() => false);
    form.submit();
  });
}

export function start() {
  document.querySelectorAll("[data-theme-switch]").forEach(themeSwitch);
  menus();
  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  document.querySelectorAll("form[data-send-again]").forEach(sendAgain);
  document.querySelectorAll("input[data-filter]").forEach(filter);
  // A table wider than the page scrolls, by keyboard too.
  onArrival((part) => part.querySelectorAll(".prose table").forEach((table) => {
    if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
  }));
  document.querySelector("[data-focus]")?.focus();
}
