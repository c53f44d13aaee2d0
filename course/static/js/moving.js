// Moving from screen to screen by the arrow keys and by swiping.

const EDGE = 28; // Px at the sides, left to the system's own “back” gesture.
const FAR = 70;

function go(key) {
  const target = document.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  if (target instanceof HTMLFormElement) target.requestSubmit();
  else target.click();
  return true;
}

function isBusy(element) {
  return element.closest("input, select, textarea, summary, [data-player], [contenteditable]") !== null;
}

function scrollsSideways(element) {
  for (let box = element; box && box !== document.body; box = box.parentElement) {
    if (box.scrollWidth > box.clientWidth + 4 && getComputedStyle(box).overflowX !== "visible") return true;
  }
  return false;
}

function watchSwipes(area) {
  let begin = null;
  area.addEventListener("touchstart", (event) => {
    const [touch] = event.touches;
    const inside = touch.clientX > EDGE && touch.clientX < innerWidth - EDGE;
    begin = event.touches.length === 1 && inside && !scrollsSideways(event.target) ? touch : null;
  }, { passive: true });
  area.addEventListener("touchend", (event) => {
    const [touch] = event.changedTouches;
    if (!begin || String(getSelection())) return;
    const across = touch.clientX - begin.clientX;
    if (Math.abs(across) > FAR && Math.abs(touch.clientY - begin.clientY) < Math.abs(across) / 2) {
      go(across < 0 ? "ArrowRight" : "ArrowLeft");
    }
  }, { passive: true });
}

export function start() {
  document.addEventListener("keydown", (event) => {
    const plain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!plain || event.defaultPrevented || isBusy(event.target)) return;
    if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && go(event.key)) event.preventDefault();
  });
  document.querySelectorAll("[data-swipe]").forEach(watchSwipes);
}
