// What was played, as the xAPI Video Profile counts it, told to the server event by event.

import { refresh, token } from "./post.js";

const SETTLE = 500; // Ms: a dragged slider is one seek.

const round = (number) => Math.round(number * 1000) / 1000;

/** `0[.]12.5[,]20[.]31` → [[0, 12.5], [20, 31]] */
export function parse(text) {
  return text ? text.split("[,]").map((part) => part.split("[.]").map(Number)) : [];
}

/** Segments in order, with those that touch or overlap made one. */
export function merge(segments) {
  const merged = [];
  for (const [start, end] of [...segments].sort((one, other) => one[0] - other[0])) {
    const last = merged.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else if (end > start) merged.push([start, end]);
  }
  return merged;
}

export function format(segments) {
  return merge(segments).map(([start, end]) => `${round(start)}[.]${round(end)}`).join("[,]");
}

/** A new identity; `randomUUID` is missing where the page did not come over TLS. */
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Watched {
  #media;
  #url;
  #threshold;
  #segments;
  #from = null; // Where the segment being played began.
  #at; // Where the media was last seen, to know where a seek came from.
  #seekFrom = null; // While a seek is settling: where it came from and where it leads.
  #seekTo = 0;
  #settling = 0;
  #begun = false;
  #complete;
  #session = uuid();

  constructor(media, { url, threshold, segments, length }) {
    this.#media = media;
    this.#url = url;
    this.#threshold = threshold;
    this.#segments = parse(segments);
    this.length = length;
    this.#at = media.currentTime;
    this.#complete = this.progress >= threshold;
    media.addEventListener("play", () => this.#played());
    media.addEventListener("pause", () => this.#paused());
    media.addEventListener("seeking", () => this.#seeking());
    media.addEventListener("seeked", () => this.#seeked());
    media.addEventListener("timeupdate", () => this.#moved());
    addEventListener("pagehide", () => this.#terminated());
  }

  get segments() {
    const open = this.#from === null ? [] : [[this.#from, this.#media.currentTime]];
    return merge([...this.#segments, ...open]);
  }

  get progress() {
    const sum = this.segments.reduce((total, [start, end]) => total + end - start, 0);
    return this.length ? Math.min(1, round(sum / this.length)) : 0;
  }

  #played() {
    this.#settled();
    if (!this.#begun) this.#tell("initialized");
    this.#begun = true;
    this.#from = this.#media.currentTime;
    this.#tell("played");
  }

  #close(time) {
    if (this.#from !== null && time > this.#from) this.#segments.push([this.#from, time]);
    this.#segments = merge(this.#segments);
    this.#from = null;
  }

  #paused() {
    this.#settled();
    this.#close(this.#media.currentTime);
    this.#tell("paused");
  }

  #seeking() {
    this.#seekFrom ??= this.#at;
    this.#close(this.#at);
  }

  #seeked() {
    this.#at = this.#media.currentTime;
    this.#seekTo = this.#at;
    this.#from = this.#media.paused ? null : this.#at;
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#settled(), SETTLE);
  }

  #settled() {
    clearTimeout(this.#settling);
    const from = this.#seekFrom;
    this.#seekFrom = null;
    const to = round(this.#seekTo);
    if (!this.#begun || from === null || Math.abs(from - to) < 0.5) return;
    this.#tell("seeked", { time: to, time_from: round(from), time_to: to });
  }

  #moved() {
    this.#at = this.#media.currentTime;
    if (this.#complete || this.progress < this.#threshold) return;
    this.#complete = true;
    this.#tell("completed");
  }

  #terminated() {
    if (!this.#begun) return;
    this.#settled();
    this.#close(this.#media.currentTime);
    this.#tell("terminated", {}, true);
    this.#begun = false;
  }

  async #tell(event, more = {}, keepalive = false) {
    const body = {
      id: uuid(), // The same one sent twice counts once.
      event,
      time: round(this.#media.currentTime),
      segments: format(this.segments),
      progress: this.progress,
      speed: this.#media.playbackRate,
      length: round(this.length),
      session: this.#session,
      ...more,
    };
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() };
    const request = { method: "POST", credentials: "same-origin", keepalive, headers, body: JSON.stringify(body) };
    const response = await fetch(this.#url, request).catch(() => null);
    if (!response) return this.#again();
    if (response.ok && ["paused", "completed"].includes(event)) refresh("completion");
  }

  #again() {
    // Without network the segments stay here; the next event that gets through carries them all.
    addEventListener("online", () => this.#tell(this.#complete ? "completed" : "paused"), { once: true });
  }
}
