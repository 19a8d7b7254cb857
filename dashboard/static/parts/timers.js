// Timers of the cooking mode, and the screen that stays on. What runs is kept in the page, not in the component:
// turning a step draws the component anew.
const running = (window.larderTimers ??= new Map());

export default function (component) {
  const { data, parentElement } = component;
  const box = parentElement.querySelector(".timers");
  let lock = null;
  let isGone = false;

  async function stayAwake() {
    if (isGone || document.visibilityState !== "visible") return;
    try {
      lock = navigator.wakeLock ? await navigator.wakeLock.request("screen") : null;
    } catch {
      lock = null; // the battery is low, or the page may not
    }
    if (isGone) lock?.release();
    draw();
  }

  function chime() {
    try {
      const sound = new AudioContext();
      for (const at of [0, 0.35, 0.7]) {
        const tone = sound.createOscillator();
        tone.frequency.value = 880;
        tone.connect(sound.destination);
        tone.start(sound.currentTime + at);
        tone.stop(sound.currentTime + at + 0.2);
      }
    } catch {
      // no sound: the words say it
    }
    navigator.vibrate?.([200, 100, 200]);
  }

  function left(timer) {
    const seconds = Math.max(0, Math.ceil((timer.endsAt - Date.now()) / 1000));
    const two = (value) => String(value).padStart(2, "0");
    return seconds >= 3600
      ? `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
      : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  }

  function button(words, look, act) {
    const one = document.createElement("button");
    one.type = "button";
    one.textContent = words;
    one.className = look;
    one.addEventListener("click", () => { act(); draw(); });
    box.append(one);
  }

  let drawn = "";
  function draw() {
    if (isGone) return;
    for (const timer of running.values()) {
      if (!timer.isOver && timer.endsAt <= Date.now()) {
        timer.isOver = true;
        chime();
      }
    }
    // Only what changed is drawn, so that a button keeps its focus.
    const state = JSON.stringify([[...running].map(([id, one]) => [id, one.isOver]), Boolean(lock)]);
    if (state !== drawn) {
      drawn = state;
      box.replaceChildren();
      for (const { id, seconds, start } of data.timers)
        if (!running.has(id)) button(start, "", () => running.set(id, { endsAt: Date.now() + seconds * 1000, isOver: false }));
      for (const [id, timer] of running)
        button("", timer.isOver ? "over" : "runs", () => running.delete(id));
      const note = document.createElement("p");
      note.textContent = lock ? data.words.awake : data.words.asleep;
      box.append(note);
    }
    [...running.values()].forEach((timer, number) => {
      const one = box.querySelectorAll(".runs, .over")[number];
      one.textContent = timer.isOver ? data.words.timer_over : `${left(timer)}  ${data.words.timer_stop}`;
    });
  }

  document.addEventListener("visibilitychange", stayAwake);
  const ticking = setInterval(draw, 500);
  draw();
  stayAwake();
  return () => {
    isGone = true;
    clearInterval(ticking);
    document.removeEventListener("visibilitychange", stayAwake);
    lock?.release();
  };
}
