// A storyboard that behaves like a media element: play, pause, currentTime, playbackRate, and its events.

const TICK = 100;

export class Storyboard extends EventTarget {
  #time = 0;
  #rate = 1;
  #timer = 0;
  #last = 0;

  constructor(length) {
    super();
    this.duration = length;
  }

  get paused() {
    return this.#timer === 0;
  }

  get ended() {
    return this.#time >= this.duration;
  }

  get currentTime() {
    return this.#time;
  }

  set currentTime(time) {
    this.#say("seeking");
    this.#time = Math.min(Math.max(time, 0), this.duration);
    this.#last = performance.now();
    this.#say("seeked");
    this.#say("timeupdate");
  }

  get playbackRate() {
    return this.#rate;
  }

  set playbackRate(rate) {
    this.#rate = rate;
    this.#say("ratechange");
  }

  play() {
    if (!this.paused) return;
    if (this.ended) this.currentTime = 0;
    this.#last = performance.now();
    this.#timer = setInterval(() => this.#tick(), TICK);
    this.#say("play");
  }

  pause() {
    if (this.paused) return;
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#say("pause");
  }

  #tick() {
    const now = performance.now();
    // A sleeping tab must not count what nobody saw: a step is never longer than a second.
    const step = Math.min((now - this.#last) / 1000, 1) * this.#rate;
    this.#last = now;
    this.#time = Math.min(this.#time + step, this.duration);
    this.#say("timeupdate");
    if (!this.ended) return;
    this.pause();
    this.#say("ended");
  }

  #say(name) {
    this.dispatchEvent(new Event(name));
  }
}

/** When each scene and each of its captions starts and ends, captions sharing a scene by their length. */
export function timeline(scenes) {
  let at = 0;
  return scenes.map((element) => {
    const seconds = Number(element.dataset.seconds);
    const captions = [...element.querySelectorAll(".caption")].map((line) => line.textContent);
    const letters = captions.reduce((sum, text) => sum + text.length, 0) || 1;
    const scene = { element, id: element.dataset.scene, start: at, end: at + seconds, lines: [] };
    let start = at;
    for (const text of captions) {
      const end = start + (seconds * text.length) / letters;
      scene.lines.push({ text, start, end });
      start = end;
    }
    at += seconds;
    return scene;
  });
}
