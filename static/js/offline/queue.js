// What was typed and photographed and has not arrived yet, in the order of a sequence that the phone's clock has no part in.
//
// An entry: seq, key (made here; the portal applies each key once), assignment, place (an item, or "comment"),
// fields or photo, base (what the portal held as the place was drawn, see drawn.js), onto (key of the entry that it was
// typed on top of), state and reason:
//   waiting    will be sent
//   refused    is wrong or came too late, `reason` says why; stays until it is changed or dropped
//   conflict   another device saved something else, `theirs`; somebody has to choose
// `tried`: it was sent and no answer came, so it may have been applied and must go out again just as it is.
import { DOCUMENTS, QUEUE, asked, together } from "./store.js";

const COUNTED = "review-unsent"; // read by portal.js before somebody signs out

export const changes = new EventTarget();

// What one tab has sent, all of them hear: "saved" with key and base of the entry.
const tabs = new BroadcastChannel("review-saved");

const hear = (detail) => {
  changes.dispatchEvent(new CustomEvent("saved", { detail }));
  changes.dispatchEvent(new Event("change"));
};

tabs.addEventListener("message", ({ data }) => hear(data));

const changed = async () => {
  localStorage.setItem(COUNTED, String((await entries()).length));
  changes.dispatchEvent(new Event("change"));
};

const change = async (work) => {
  const result = await together([QUEUE, DOCUMENTS], work);
  await changed();
  return result;
};

export const entries = () => together([QUEUE], ({ queue }) => asked(queue.getAll()), "readonly");

export const entriesOf = async (assignment) => (await entries()).filter((entry) => entry.assignment === assignment);

// The first that waits behind `seq`, marked as under way in the same breath: nothing takes its place any more.
export const takeNext = (seq) =>
  together([QUEUE], async ({ queue }) => {
    const behind = await asked(queue.getAll(IDBKeyRange.lowerBound(seq, true)));
    const entry = behind.find(({ state }) => state === "waiting");
    if (entry && !entry.tried) await asked(queue.put({ ...entry, tried: true }));
    return entry;
  });

const typedAt = async (queue, { assignment, place }) =>
  (await asked(queue.getAll())).filter((entry) => entry.assignment === assignment && entry.place === place && !entry.photo);

const typedOnto = async (queue, { key, ...at }) => (await typedAt(queue, at)).filter(({ onto }) => onto === key);

// What is typed on top of an entry takes its place while it is not under way yet, and keeps its base; what is typed
// without a look at that entry stands beside it. `reason` says what is still wrong with it.
export const keepFields = (entry, reason) =>
  change(async ({ queue }) => {
    const state = reason ? "refused" : "waiting";
    const last = (await typedAt(queue, entry)).find(({ key }) => key === entry.onto);
    if (!last || last.tried) return asked(queue.add({ ...entry, reason, state, tried: false }));
    const { key, fields } = entry;
    return asked(queue.put({ ...last, key, fields, reason, state: last.state === "conflict" ? last.state : state }));
  });

export const keepPhoto = (assignment, place, photo, reason) =>
  change(({ queue }) => {
    const state = reason ? "refused" : "waiting";
    return asked(queue.add({ key: crypto.randomUUID(), assignment, place, photo, reason, state, tried: false }));
  });

export const drop = (seq) => change(({ queue }) => asked(queue.delete(seq)));

// The page that kept it has saved it by itself.
export const dropKey = (key) =>
  change(async ({ queue }) => {
    for (const entry of await asked(queue.getAll())) if (entry.key === key) await asked(queue.delete(entry.seq));
  });

// The portal holds it, and what was typed on top of it goes on from there.
export const noteSaved = async (entry, version) => {
  const base = entry.place === "comment" ? entry.fields.comment : version;
  await change(async ({ queue, documents }) => {
    await asked(queue.delete(entry.seq));
    if (entry.photo) return;
    for (const later of await typedOnto(queue, entry)) await asked(queue.put({ ...later, base }));
    const document = await asked(documents.get(entry.assignment));
    if (!document) return;
    const item = document.items.find(({ pk }) => pk === entry.place);
    if (item) Object.assign(item, { fields: entry.fields, version });
    else document.comment = entry.fields.comment;
    await asked(documents.put(document));
  });
  const told = { key: entry.key, base };
  hear(told);
  tabs.postMessage(told);
};

// It was not applied. Something typed on top of it since then stands for it and is sent in its turn.
export const noteOutcome = (entry, outcome) =>
  change(async ({ queue }) => {
    if (!(await asked(queue.get(entry.seq)))) return; // dropped meanwhile
    if ((await typedOnto(queue, entry)).length) await asked(queue.delete(entry.seq));
    else await asked(queue.put({ ...entry, ...outcome, tried: false }));
  });

// What is here shall stand: it is sent again, on top of what the other device saved.
export const chooseMine = (entry) => {
  const base = entry.place === "comment" ? entry.theirs.comment : entry.theirs.version;
  const key = crypto.randomUUID();
  return change(({ queue }) => asked(queue.put({ ...entry, key, base, state: "waiting", theirs: undefined })));
};

// What the other device saved shall stand.
export const chooseTheirs = (entry) =>
  change(async ({ queue, documents }) => {
    await asked(queue.delete(entry.seq));
    const document = await asked(documents.get(entry.assignment));
    const item = document.items.find(({ pk }) => pk === entry.place);
    if (item) Object.assign(item, { fields: entry.theirs.fields, version: entry.theirs.version });
    else document.comment = entry.theirs.comment;
    await asked(documents.put(document));
  });

// Sent again as it is: a sheet that was handed in may have been opened again.
export const tryAgain = (entry) =>
  change(({ queue }) => asked(queue.put({ ...entry, key: crypto.randomUUID(), state: "waiting", reason: "" })));
