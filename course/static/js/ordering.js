// Ordering by buttons: the selects stay and are what is sent; the buttons move lines and set them.

import { onArrival, say, texts } from "./post.js";

const SHAPES = { up: "M12 19V5.5M6.5 11 12 5.5l5.5 5.5", down: "M12 5v13.5M6.5 13l5.5 5.5 5.5-5.5" };

function arrow(shape) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon ink");
  svg.setAttribute("stroke-width", "1.7");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg.namespaceURI, "path");
  path.setAttribute("d", SHAPES[shape]);
  svg.append(path);
  return svg;
}

function renumber(list) {
  const lines = [...list.children];
  lines.forEach((line, index) => {
    line.querySelector("select").value = String(index + 1);
    line.querySelector(".place").textContent = String(index + 1);
    const [up, down] = line.querySelectorAll(".move");
    up.disabled = index === 0;
    down.disabled = index === lines.length - 1;
  });
}

function move(list, line, shape, button) {
  if (shape === "up") line.previousElementSibling?.before(line);
  else line.nextElementSibling?.after(line);
  renumber(list);
  (button.disabled ? line.querySelector(".move:not(:disabled)") : button)?.focus();
  const label = line.querySelector("label").textContent;
  say(`${label}: ${texts.place} ${line.querySelector("select").value}`);
  line.querySelector("select").dispatchEvent(new Event("input", { bubbles: true }));
}

function addButtons(list, line) {
  const place = document.createElement("span");
  place.className = "place";
  place.setAttribute("aria-hidden", "true");
  line.prepend(place);
  for (const shape of ["up", "down"]) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "move";
    button.setAttribute("aria-label", `${texts[shape]}: ${line.querySelector("label").textContent}`);
    button.append(arrow(shape));
    button.addEventListener("click", () => move(list, line, shape, button));
    line.append(button);
  }
  line.querySelector("select").tabIndex = -1;
}

function sortByPlace(list) {
  const place = (line) => Number(line.querySelector("select").value);
  list.append(...[...list.children].sort((one, other) => place(one) - place(other)));
}

function enhance(list) {
  if (list.classList.contains("live") || list.querySelector("select:disabled")) return;
  list.classList.add("live");
  sortByPlace(list);
  [...list.children].forEach((line) => addButtons(list, line));
  renumber(list);
  list.closest("form")?.addEventListener("restored", () => {
    sortByPlace(list);
    renumber(list);
  });
}

export function start() {
  onArrival((root) => root.querySelectorAll("[data-ordering]").forEach(enhance));
}
