// What is typed on the sheet's own page and does not get through waits in the queue too, for the tab may be closed.
// That page saves again by itself when the signal returns: the same answer twice is no conflict.
//
// `#held-<place>` says what the page was drawn with; answers to autosaves put a new one there for what they agree on.
import { Drawn } from "./drawn.js";
import { faultOf } from "./faults.js";
import { readInputs } from "./fields.js";
import { dropKey } from "./queue.js";
import { documentOf } from "./store.js";
import { runSoon, sync } from "./sync.js";

const PATIENCE = 5000; // an autosave that has not got through by then may never do
const FIELDS = /^(comment|(points|rule|checked|found|remark)-\d+)$/; // choices between two versions are the page's own

const heldAt = (place) => document.getElementById(`held-${place}`);

class Carried {
  constructor(form, pk, section) {
    Object.assign(this, { pk, section, place: section.dataset.place });
    this.held = heldAt(this.place);
    const place = Number(this.place) || this.place;
    this.drawn = new Drawn(pk, place, this.held.value, () => form.dispatchEvent(new Event("autosave-now")));
  }

  get inputs() {
    return [...this.section.querySelectorAll("input, textarea")].filter(({ name }) => FIELDS.test(name));
  }

  // Something was typed before this script was there.
  get isChanged() {
    return this.inputs.some((input) => input.value !== input.defaultValue || input.checked !== input.defaultChecked);
  }

  async keep() {
    const fields = readInputs(this.inputs);
    const text = JSON.stringify(fields);
    if (text === this.kept) return;
    const item = (await documentOf(this.pk))?.items.find(({ pk }) => String(pk) === this.place);
    await this.drawn.keep(fields, item ? faultOf(item, fields) : "");
    this.kept = text;
  }

  // After an autosave: page and portal agree on this place if its mark was put there anew.
  async settle() {
    const held = heldAt(this.place);
    if (held === this.held) return;
    const { key } = this.drawn;
    this.held = held;
    this.kept = undefined;
    this.drawn.rewritten(undefined, held.value);
    if (key) await dropKey(key);
  }
}

export const carry = (form, pk) => {
  const places = [...form.querySelectorAll("[data-place]")].map((section) => new Carried(form, pk, section));
  const touched = new Set(places.filter((place) => place.isChanged));
  let timer;

  const keepAll = async () => {
    clearTimeout(timer);
    for (const place of touched) await place.keep();
    if (touched.size) runSoon();
  };

  form.addEventListener("change", ({ target }) => {
    const place = places.find(({ section }) => section.contains(target));
    if (place) touched.add(place);
    clearTimeout(timer);
    if (sync.state === "offline" || !navigator.onLine) keepAll();
    else timer = setTimeout(keepAll, PATIENCE);
  });
  form.addEventListener("autosave-failed", keepAll);
  form.addEventListener("autosave-saved", async ({ detail }) => {
    if (!detail.isDirty) {
      clearTimeout(timer);
      touched.clear();
    }
    for (const place of places) await place.settle();
  });
};
