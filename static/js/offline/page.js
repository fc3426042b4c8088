// The page that opens without a network: the list of sheets, or one sheet, drawn from what this phone keeps.
import { h, notice } from "./elements.js";
import { homeOf, wantedAt } from "./home.js";
import { drawOverview } from "./overview.js";
import { changes, entries } from "./queue.js";
import { SheetView } from "./sheet.js";
import { statusLine } from "./status.js";
import { documentOf, documents } from "./store.js";
import { run, start } from "./sync.js";

const NOT_HERE = "这个集体的材料没有保存在本机。请在有信号时打开“评审”。";
const main = document.getElementById("offline");
const status = document.getElementById("offline-status");
const progress = document.getElementById("offline-progress");
const online = document.getElementById("offline-online");

const wanted = wantedAt(location);
const isLive = !online; // the page of the portal itself, with a form that works without this script
let view;

const showSheet = async (waiting) => {
  const sheet = await documentOf(wanted);
  if (!sheet) {
    if (isLive) return;
    main.replaceChildren(notice(NOT_HERE), h("a", { href: "/review/offline/" }, "离线评分"));
    view = undefined;
    return;
  }
  if (!view) {
    view = new SheetView(sheet);
    document.title = `${view.title} · 离线评分`;
    main.replaceChildren(view.element);
  }
  view.show(sheet, waiting.filter((entry) => entry.assignment === wanted));
  const [open, done] = wanted === Number(wanted) ? ["未评", "各项已评"] : ["未记录", "各项已记录"];
  progress.textContent = view.missing ? `${open} ${view.missing} 项` : done;
  if (online) online.href = homeOf(wanted);
};

const show = async () => {
  const waiting = await entries();
  if (wanted) await showSheet(waiting);
  else main.replaceChildren(...drawOverview(await documents(), waiting));
  status.replaceChildren(...statusLine(waiting).filter(Boolean));
};

// One after the other, so that an older state never paints over a newer one.
let painting = Promise.resolve();
changes.addEventListener("change", () => {
  painting = painting.then(show);
});
const sender = document.getElementById("offline-send");
sender.hidden = false;
sender.addEventListener("click", run);
if (isLive) navigator.serviceWorker?.register("/review/sw.js", { scope: "/review/", updateViaCache: "none" });

await show();
start();
