// What one place of a page was drawn with. The base of what is typed there is what the person had before their eyes,
// not what the phone has read from the portal since: only so the portal finds out that another device came between.
import { changes, keepFields } from "./queue.js";

const PAUSE = 600; // milliseconds without a key after which what was typed is kept

// Calls `keep` on leaving a field, in a pause of typing, and when the page goes away with something typed in it.
export const whenTyped = (element, keep) => {
  let timer;
  const now = () => {
    clearTimeout(timer);
    timer = undefined;
    keep();
  };
  const inTime = () => timer !== undefined && now();
  element.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  });
  element.addEventListener("change", now);
  window.addEventListener("pagehide", inTime);
  document.addEventListener("visibilitychange", () => document.hidden && inTime());
};

export class Drawn {
  // `base` as an entry has it; `onSaved` is told once the portal holds what was kept last.
  constructor(assignment, place, base, onSaved = () => {}) {
    Object.assign(this, { assignment, place, base });
    changes.addEventListener("saved", ({ detail }) => {
      if (detail.key !== this.key) return;
      this.base = detail.base;
      onSaved();
    });
  }

  // The fields were written anew: from `entry`, or else as the portal held them.
  rewritten(entry, base) {
    this.key = entry?.key;
    this.base = entry ? entry.base : base;
  }

  keep(fields, reason) {
    const { assignment, place, base, key: onto } = this;
    this.key = crypto.randomUUID();
    return keepFields({ key: this.key, assignment, place, fields, base, onto }, reason);
  }
}
