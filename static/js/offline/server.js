// The portal's answers. No network, a server in trouble and a sign-in that has ended are told apart by the error.
import { homeOf } from "./home.js";

const LONGEST_ANSWER = 60000;
const GONE = "这项任务已撤回或交回，内容没有上传；需要时请复制后再删除。";
const TOO_LARGE = "照片超过 10 MB，没有上传，请压缩后重新添加。";
const STRANGE = "没有上传，系统未能接收；需要时请复制后再删除。";

export class Unreachable extends Error {}
export class SignedOut extends Error {}

// `HX-Request` asks for a 401 instead of a way to the login.
const ask = async (address, options = {}) => {
  const headers = { "HX-Request": "true", ...options.headers };
  const signal = AbortSignal.timeout(LONGEST_ANSWER);
  let answer;
  try {
    answer = await fetch(address, { ...options, headers, signal, redirect: "manual", cache: "no-store" });
  } catch {
    throw new Unreachable();
  }
  if (answer.status === 401 || answer.type === "opaqueredirect") throw new SignedOut();
  if (answer.status === 403 || answer.status === 429 || answer.status >= 500) throw new Unreachable();
  return answer;
};

export const handshake = async () => (await ask("/review/offline/handshake/")).json();

// Null once it is nobody's any more.
export const loadDocument = async (pk) => {
  const answer = await ask(`${homeOf(pk)}document/`);
  return answer.ok ? answer.json() : null;
};

const addressOf = ({ assignment, place, photo }) => `${homeOf(assignment)}sync/${place}/${photo ? "photo/" : ""}`;

const bodyOf = (entry) => {
  const body = new FormData();
  body.set("key", entry.key);
  if (entry.photo) {
    body.set("photo", entry.photo.blob, entry.photo.name);
    return body;
  }
  body.set(entry.place === "comment" ? "base_comment" : "base_version", entry.base ?? 0);
  for (const [name, value] of Object.entries(entry.fields)) {
    if (value === true) body.set(name, "on");
    else if (value !== false) body.set(name, value);
  }
  return body;
};

// { state: "saved", version }, { state: "conflict", theirs } or { state: "refused", reason }.
export const send = async (entry, token) => {
  const headers = { "X-CSRFToken": token };
  const answer = await ask(addressOf(entry), { method: "POST", body: bodyOf(entry), headers });
  if (answer.ok) return answer.json();
  const reason = { 404: GONE, 413: TOO_LARGE }[answer.status] ?? STRANGE;
  return { state: "refused", reason };
};
