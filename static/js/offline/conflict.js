// Two devices changed one place: both versions beside each other, and somebody chooses.
import { h } from "./elements.js";
import { chooseMine, chooseTheirs } from "./queue.js";
import { run } from "./sync.js";

const answerWords = (item, fields) => {
  const value = fields[item.answer];
  if (item.choices.length) return Object.fromEntries(item.choices)[value] ?? "未选择";
  if (item.kind === "points") return value === "" ? "未评分" : `${value} 分`;
  const marked = item.rules.filter((rule) => Number(fields[rule.name]) > 0);
  if (marked.length) return marked.map((rule) => (rule.most > 1 ? `${rule.text} ${fields[rule.name]} 次` : rule.text)).join("；");
  return value ? "各条均不适用" : "未核对";
};

export const wordsOf = (item, fields) =>
  [answerWords(item, fields), fields[item.remark] && `“${fields[item.remark]}”`].filter(Boolean).join("，");

const side = (heading, words, label, choose) =>
  h("div", {},
    h("strong", {}, heading),
    h("p", { class: "merge-text kept-lines" }, words || "（空）"),
    h("button", { type: "button", class: "btn btn-secondary", onclick: choose }, label));

// `mine` and `theirs` in words.
export const drawConflict = (name, entry, mine, theirs) =>
  h("fieldset", { class: "merge-choice" },
    h("legend", {}, `${name}：您在另一台设备上也修改了，本机的内容还没有上传`),
    h("div", { class: "merge-sides" },
      side("本机", mine, "用本机的", () => chooseMine(entry).then(run)),
      side(`服务器上${entry.theirs.at ? `（${entry.theirs.at} 保存）` : ""}`, theirs, "用服务器上的", () => chooseTheirs(entry))));
