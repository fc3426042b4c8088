// What was typed and photographed and has not arrived yet, in the order of a sequence that the phone's clock has no part in.
//
// An entry: seq, key (made here; the portal applies each key once), assignment, place (an item, or "comment"),
// fields or photo, base (what the portal held when it was typed), state and reason:
//   waiting    will be sent
//   refused    is wrong or came too late, `reason` says why; stays until it is changed or dropped
//   conflict   another device saved something else, `theirs`; somebody has to choose
// `tried`: it was sent and no answer came, so it may have been applied and must go out again just as it is.
import { DOCUMENTS, QUEUE, asked, together } from "./store.js";

const COUNTED = "review-unsent"; // read by portal.js before somebody signs out

export const changes = new EventTarget();

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

const held = (document, place) =>
  place === "comment" ? document?.comment : document?.items.find((item) => item.pk === place)?.version;

// What is typed later takes the place of what is not under way yet; `reason` says what is still wrong with it.
export const keepFields = (assignment, place, fields, reason) =>
  change(async ({ queue, documents }) => {
    const last = (await typedAt(queue, { assignment, place })).at(-1);
    const given = { key: crypto.randomUUID(), fields, reason, state: reason ? "refused" : "waiting" };
    if (last && !last.tried) {
      const state = last.state === "conflict" ? "conflict" : given.state;
      await asked(queue.put({ ...last, ...given, state }));
      return;
    }
    const base = held(await asked(documents.get(assignment)), place);
    await asked(queue.add({ ...given, assignment, place, base, tried: false }));
  });

export const keepPhoto = (assignment, place, photo, reason) =>
  change(({ queue }) => {
    const state = reason ? "refused" : "waiting";
    return asked(queue.add({ key: crypto.randomUUID(), assignment, place, photo, reason, state, tried: false }));
  });

export const drop = (seq) => change(({ queue }) => asked(queue.delete(seq)));

// The portal holds it: what was typed at the same place since then was typed on top of it.
export const noteSaved = (entry, version) =>
  change(async ({ queue, documents }) => {
    await asked(queue.delete(entry.seq));
    if (entry.photo) return;
    const base = entry.place === "comment" ? entry.fields.comment : version;
    for (const later of await typedAt(queue, entry)) await asked(queue.put({ ...later, base }));
    const document = await asked(documents.get(entry.assignment));
    if (!document) return;
    const item = document.items.find(({ pk }) => pk === entry.place);
    if (item) Object.assign(item, { fields: entry.fields, version });
    else document.comment = entry.fields.comment;
    await asked(documents.put(document));
  });

// It was not applied. Something typed at the same place since then stands for it and is sent in its turn.
export const noteOutcome = (entry, outcome) =>
  change(async ({ queue }) => {
    if (!(await asked(queue.get(entry.seq)))) return; // dropped meanwhile
    const isReplaced = !entry.photo && (await typedAt(queue, entry)).some((later) => later.seq > entry.seq);
    if (isReplaced) await asked(queue.delete(entry.seq));
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
