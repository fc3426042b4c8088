// In one sentence: what waits on this phone, and whether there is a way for it.
import { h } from "./elements.js";
import { sync } from "./sync.js";

const countOf = (entries) => {
  const photos = entries.filter((entry) => entry.photo).length;
  return `${entries.length} 项${photos ? `（照片 ${photos} 张）` : ""}`;
};

export const unsentWords = (entries) => {
  const waiting = entries.filter((entry) => entry.state === "waiting");
  const stuck = entries.length - waiting.length;
  return [waiting.length && `待上传 ${countOf(waiting)}`, stuck && `需处理 ${stuck} 项`].filter(Boolean).join("，");
};

const signIn = () => {
  const here = encodeURIComponent(location.pathname + location.search);
  return h("a", { href: `/accounts/login/?next=${here}` }, "重新登录");
};

export const statusLine = (entries) => {
  const unsent = unsentWords(entries);
  if (sync.state === "signed-out") return [`登录已过期，内容仍在本机，请`, signIn(), unsent && `。${unsent}`];
  if (sync.state === "offline") return [`没有信号，内容保存在本机${unsent && `，${unsent}`}`];
  if (sync.state === "busy" && unsent) return [`正在上传……${unsent}`];
  if (sync.state === "busy") return ["正在核对……"];
  return [unsent || "已全部上传"];
};
