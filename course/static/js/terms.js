// Words of the glossary. Without script each is a link to its entry; with it, the definition opens beside
// the word: on hover, on focus, or kept open by a click. Escape closes it and brings the focus back.

import { onArrival } from "./post.js";

const PATIENCE = 250;

let shown = null;

class Term {
  constructor(link, note) {
    Object.assign(this, { link, note, kept: false, timer: 0, still: false });
    link.after(note);
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", note.id);
    link.addEventListener("click", (event) => this.press(event));
    link.addEventListener("keydown", (event) => event.key === " " && this.press(event));
    link.addEventListener("focus", () => this.still || this.show());
    for (const part of [link, note]) {
      part.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && this.soon(true));
      part.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && this.soon(false));
      part.addEventListener("focusout", (event) => this.holds(event.relatedTarget) || this.hide());
    }
  }

  holds(element) {
    return this.link.contains(element) || this.note.contains(element);
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab shows the entry
    event.preventDefault();
    if (this.kept) this.hide();
    else this.show(true);
  }

  soon(wanted) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (wanted) this.show();
      else if (!this.kept && !this.holds(document.activeElement)) this.hide();
    }, PATIENCE);
  }

  show(kept = false) {
    clearTimeout(this.timer);
    if (shown !== this) shown?.hide();
    shown = this;
    this.kept ||= kept;
    this.note.hidden = false;
    this.link.setAttribute("aria-expanded", "true");
    this.place();
  }

  place() {
    const box = this.note.offsetParent.getBoundingClientRect();
    const word = [...this.link.getClientRects()].at(-1);
    const room = Math.max(0, box.width - this.note.offsetWidth);
    this.note.style.top = `${word.bottom - box.top + 6}px`;
    this.note.style.left = `${Math.min(Math.max(0, word.left - box.left), room)}px`;
  }

  hide() {
    clearTimeout(this.timer);
    this.kept = false;
    this.note.hidden = true;
    this.link.setAttribute("aria-expanded", "false");
    if (shown === this) shown = null;
  }

  close() {
    this.still = true;
    if (this.note.contains(document.activeElement)) this.link.focus();
    this.still = false;
    this.hide();
  }
}

function enhance(part) {
  part.querySelectorAll(":is(.prose, .term-list) a.term:not([aria-controls])").forEach((link) => {
    const note = document.getElementById(`note-${link.hash.slice(1)}`);
    if (note) new Term(link, note);
  });
}

export function start() {
  onArrival(enhance);
  document.addEventListener("keydown", (event) => event.key === "Escape" && shown?.close());
  document.addEventListener("click", (event) => shown && !shown.holds(event.target) && shown.hide());
}
