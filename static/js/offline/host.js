// On the review pages proper: installs what makes them open without a network, keeps the sheets at hand, and sends
// what was typed without signal.
import { carry } from "./carry.js";
import { h } from "./elements.js";
import { changes, entries } from "./queue.js";
import { statusLine, unsentWords } from "./status.js";
import { documents } from "./store.js";
import { start, sync } from "./sync.js";

const place = document.querySelector("[data-offline]");

const offlinePage = () => h("a", { href: place.dataset.offline }, "离线评分");

const told = async () => {
  const waiting = await entries();
  if (sync.state === "signed-out") return statusLine(waiting);
  if (sync.state === "offline") return ["没有信号，填写的内容保存在本机，恢复信号后自动上传。要拍照或打开其他集体，请转到", offlinePage(), "。"];
  if (waiting.length) return [`本机离线填写的内容${unsentWords(waiting)}，请打开`, offlinePage(), "查看。"];
  if (sync.sent) return [`本机离线填写的 ${sync.sent} 项已上传，`, h("a", { href: location.href }, "刷新本页"), "后可见。"];
  const { active } = (await navigator.serviceWorker.getRegistration("/review/")) ?? {};
  const count = active ? (await documents()).length : 0;
  return count ? [`${count} 个集体的材料已保存到本机，没有信号时也可以`, offlinePage(), "。"] : [];
};

const show = async () => {
  const words = await told();
  place.hidden = !words.length;
  place.replaceChildren(h("div", {}, words));
};

if (place && "serviceWorker" in navigator && "locks" in navigator) {
  let painting = Promise.resolve();
  changes.addEventListener("change", () => {
    painting = painting.then(show);
  });
  const form = document.querySelector("form[data-autosave]");
  if (form) carry(form, Number(location.pathname.match(/\d+/)[0]));
  await navigator.serviceWorker.register("/review/sw.js", { scope: "/review/", updateViaCache: "none" });
  navigator.serviceWorker.ready.then(() => changes.dispatchEvent(new Event("change")));
  await start();
}
