// Sends what waits as soon as there is a signal, one after the other, and reads back what the portal holds.
import { refresh } from "./documents.js";
import { changes, noteOutcome, noteSaved, takeNext } from "./queue.js";
import { SignedOut, Unreachable, handshake, send } from "./server.js";
import { belongTo } from "./store.js";

const AGAIN = [2000, 5000, 15000, 60000]; // pauses after each attempt that did not get through
const SOON = 800;

// state: "idle", "busy", "offline" or "signed-out"; `changes` of the queue tell of a new one, and `sent` grows.
export const sync = { state: "idle", sent: 0 };

let failures = 0;
let timer;
let isAskedAgain = false;

const enter = (state) => {
  sync.state = state;
  changes.dispatchEvent(new Event("change"));
};

const sendOne = async (entry, token) => {
  const { state, ...outcome } = await send(entry, token);
  if (state === "saved") await noteSaved(entry, outcome.version);
  else await noteOutcome(entry, { state, ...outcome });
  sync.sent += state === "saved";
};

const sendAll = async () => {
  const { person, token, sheets } = await handshake();
  await belongTo(person);
  const sent = new Set();
  for (let entry = await takeNext(0); entry; entry = await takeNext(entry.seq)) {
    await sendOne(entry, token);
    sent.add(entry.assignment);
  }
  await refresh(sheets, sent);
};

const work = async () => {
  enter("busy");
  try {
    await sendAll();
    failures = 0;
    enter("idle");
  } catch (error) {
    if (error instanceof SignedOut) enter("signed-out");
    else if (error instanceof Unreachable) {
      enter("offline");
      runIn(AGAIN[Math.min(failures++, AGAIN.length - 1)]);
    } else throw error;
  }
};

// Never two at a time, of all tabs of this browser: asked for meanwhile, it runs once more.
export const run = async () => {
  clearTimeout(timer);
  isAskedAgain = true;
  await navigator.locks.request("review-sync", async () => {
    while (isAskedAgain) {
      isAskedAgain = false;
      await work();
    }
  });
};

const runIn = (pause) => {
  clearTimeout(timer);
  timer = setTimeout(run, pause);
};

export const runSoon = () => runIn(SOON);

export const start = () => {
  addEventListener("online", run);
  addEventListener("offline", () => enter("offline"));
  addEventListener("focus", () => sync.state !== "idle" && run());
  document.addEventListener("visibilitychange", () => document.hidden || run());
  return run();
};
