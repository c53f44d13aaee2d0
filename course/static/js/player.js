// The synthesis player: scenes, captions, transcript, controls and keys around a storyboard or a film.

import { bringIntoView } from "./post.js";
import { Storyboard, timeline } from "./storyboard.js";
import { Watched } from "./watched.js";

const JUMP = 5;
const RATES = [0.75, 1, 1.25, 1.5, 1.75, 2];

// A caption without its citations, which stay in the transcript.
const spoken = (line) => (line?.text ?? "").replace(/\s*\[[A-Z]{1,3}\d*[a-z]?\]/g, "");

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

class Player {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.film = this.part("film");
    this.length = Number(root.dataset.length);
    this.media = this.film ?? new Storyboard(this.length);
    this.scenes = timeline([...root.querySelectorAll(".scene")]);
    this.lines = this.scenes.flatMap((scene) => scene.lines);
    this.asked = new Set();
    this.captionsOn = true;
    this.prepare();
    this.watched = new Watched(this.media, {
      url: root.dataset.events,
      threshold: Number(root.dataset.threshold),
      segments: root.dataset.segments,
      length: this.length,
    });
    this.listen();
    this.show();
  }

  // -- getting ready -------------------------------------------------------------

  prepare() {
    const start = Number(this.root.dataset.position);
    this.media.playbackRate = Number(this.root.dataset.speed) || 1;
    if (start > 0 && start < this.length - 1) this.media.currentTime = start;
    this.buildTranscript();
    document.querySelectorAll("[data-live]").forEach((part) => part.removeAttribute("hidden"));
    if (this.film) return;
    this.root.classList.add("live");
    // The captions are for listening to now: their links stand below the transcript as well.
    this.root.querySelectorAll(".caption a").forEach((link) => link.replaceWith(link.textContent));
    this.root.tabIndex = 0;
    this.part("controls").hidden = false;
    this.part("caption").hidden = false;
    this.root.querySelector(".big-play").hidden = false;
    this.part("end").textContent = clock(this.length);
    this.part("rate").value = String(this.media.playbackRate);
    this.scenes.forEach((scene) => this.hold(scene, true));
    // Who comes for one sentence finds the player at it; its place in the page is not the same as without script.
    if (location.hash === "#phrase") this.root.scrollIntoView();
  }

  buildTranscript() {
    const list = document.querySelector("[data-lines]");
    for (const scene of this.scenes) {
      const title = document.createElement("h3");
      title.textContent = scene.element.querySelector("h2").textContent;
      const group = document.createElement("li");
      group.append(title, ...scene.lines.map((line) => this.transcriptLine(line)));
      list.append(group);
    }
  }

  transcriptLine(line) {
    line.button = document.createElement("button");
    line.button.type = "button";
    line.button.textContent = line.text;
    line.button.addEventListener("click", () => {
      this.seek(line.start + 0.01);
      this.media.play();
      bringIntoView(this.root);
    });
    return line.button;
  }

  listen() {
    this.media.addEventListener("timeupdate", () => this.show());
    this.media.addEventListener("play", () => this.playing(true));
    this.media.addEventListener("pause", () => this.playing(false));
    this.media.addEventListener("ended", () => this.scenes.forEach((scene) => this.hold(scene, false)));
    if (this.film) return;
    this.root.addEventListener("click", (event) => this.click(event));
    this.part("seek").addEventListener("input", (event) => this.seek(Number(event.target.value)));
    this.part("rate").addEventListener("change", (event) => (this.media.playbackRate = Number(event.target.value)));
    this.part("stage").addEventListener("click", (event) => event.target.closest("button") || this.toggle());
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.media.pause());
  }

  // -- what is seen ----------------------------------------------------------------

  playing(on) {
    this.root.classList.toggle("playing", on);
    if (on) this.root.classList.add("begun");
    const button = this.root.querySelector(".buttons [data-do=toggle]");
    button?.setAttribute("aria-label", on ? button.dataset.whenPlaying : button.dataset.whenPaused);
  }

  show() {
    const time = this.media.currentTime;
    const scene = this.scenes.findLast((one) => one.start <= time) ?? this.scenes[0];
    const line = this.lines.findLast((one) => one.start <= time);
    this.showLine(line);
    if (this.film) return;
    this.scenes.forEach((one) => one.element.classList.toggle("on", one === scene));
    this.showSteps(scene, time);
    this.showTime(time);
    this.stopForQuestions(time);
  }

  showSteps(scene, time) {
    scene.steps ??= Math.max(1, ...[...scene.element.querySelectorAll("[class*=step-]")].map((part) =>
      Number(/step-(\d)/.exec(part.getAttribute("class"))[1])));
    const share = (time - scene.start) / (scene.end - scene.start);
    scene.element.dataset.step = String(Math.min(scene.steps, 1 + Math.floor((share / 0.8) * scene.steps)));
  }

  showTime(time) {
    const slider = this.part("seek");
    slider.value = String(time);
    const words = slider.dataset.text.replace("{at}", clock(time)).replace("{length}", clock(this.length));
    if (slider.getAttribute("aria-valuetext") !== words) slider.setAttribute("aria-valuetext", words);
    this.part("now").textContent = clock(time);
  }

  showLine(line) {
    if (line === this.line) return;
    this.line?.button.removeAttribute("aria-current");
    this.line = line;
    line?.button.setAttribute("aria-current", "true");
    const list = line?.button.closest("[data-lines]");
    if (list) list.scrollTop += line.button.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
    this.part("caption").textContent = this.captionsOn ? spoken(line) : "";
    if (this.captionsOn && !this.media.paused) this.part("say").textContent = spoken(line);
  }

  // -- questions -------------------------------------------------------------------

  questions(scene) {
    return document.querySelector(`[data-questions="${scene.id}"]`);
  }

  hold(scene, hidden) {
    const box = this.questions(scene);
    if (box && !box.querySelector("form:not(.answered)")) this.asked.add(scene.id);
    else if (box) box.hidden = hidden;
  }

  stopForQuestions(time) {
    if (this.media.paused) return;
    const near = this.scenes.find((scene) => time >= scene.end - 0.15 && time - scene.end < 0.5);
    const box = near && !this.asked.has(near.id) && this.questions(near);
    if (!box) return;
    this.asked.add(near.id);
    this.media.pause();
    this.home = document.createComment(near.id);
    box.replaceWith(this.home);
    box.hidden = false;
    this.part("slot").replaceChildren(box);
    this.part("pause").hidden = false;
    box.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }

  resume() {
    this.home?.replaceWith(this.part("slot").firstElementChild);
    this.home = null;
    this.part("pause").hidden = true;
    if (!this.media.ended) this.media.play();
    this.root.focus();
  }

  // -- what one does -----------------------------------------------------------------

  seek(time) {
    this.media.currentTime = time;
    this.scenes.filter((scene) => scene.end <= time).forEach((scene) => this.hold(scene, false));
  }

  toggle() {
    if (!this.media.paused) this.media.pause();
    else if (this.home) this.resume();
    else this.media.play();
  }

  captions() {
    this.captionsOn = !this.captionsOn;
    this.root.querySelector("[data-do=captions]").setAttribute("aria-pressed", String(this.captionsOn));
    this.part("caption").textContent = this.captionsOn ? spoken(this.line) : "";
  }

  faster(steps) {
    const index = RATES.indexOf(this.media.playbackRate) + steps;
    this.media.playbackRate = RATES[Math.min(Math.max(index, 0), RATES.length - 1)];
    this.part("rate").value = String(this.media.playbackRate);
  }

  click(event) {
    const does = {
      toggle: () => this.toggle(),
      back: () => this.seek(this.media.currentTime - JUMP),
      ahead: () => this.seek(this.media.currentTime + JUMP),
      captions: () => this.captions(),
      resume: () => this.resume(),
    };
    does[event.target.closest("[data-do]")?.dataset.do]?.();
  }

  key(event) {
    const target = event.target;
    const busy = target.closest("input:not([type=range]), select, textarea, summary, a, form, .transcript");
    const pressed = target.closest("button") && (event.key === " " || event.key === "Enter");
    if (busy || pressed || event.altKey || event.ctrlKey || event.metaKey) return;
    const does = {
      " ": () => this.toggle(),
      ArrowLeft: () => this.seek(this.media.currentTime - JUMP),
      ArrowRight: () => this.seek(this.media.currentTime + JUMP),
      ArrowUp: () => this.faster(1),
      ArrowDown: () => this.faster(-1),
      Home: () => this.seek(0),
      End: () => this.seek(this.length),
      c: () => this.captions(),
    };
    // Up and down scroll the page unless the player has the focus.
    const mine = this.root.contains(target) || event.key === " " || event.key === "c" || /Left|Right/.test(event.key);
    if (!mine || !does[event.key]) return;
    event.preventDefault();
    does[event.key]();
  }
}

const root = document.querySelector("[data-player]");
if (root) new Player(root);
