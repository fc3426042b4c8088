// The units whose sheets are kept on this phone.
import { h, notice } from "./elements.js";

const EMPTY = "本机还没有评审材料。请在有信号时登录并打开“评审”，待评审集体的材料会自动保存到本机。";

const row = (sheet, entries) => {
  const unsent = entries.filter((entry) => entry.assignment === sheet.pk).length;
  const scored = sheet.items.filter((item) => item.kind !== "auto");
  const answered = scored.filter((item) => item.held.answer).length;
  return h("tr", { "data-row-open": true },
    h("th", { scope: "row" }, h("a", { href: `/review/offline/?sheet=${sheet.pk}` }, sheet.unit)),
    h("td", { "data-label": "考核" }, sheet.round),
    h("td", { "data-label": "已上传" }, `${answered}/${scored.length} 项`),
    h("td", { "data-label": "待上传" }, unsent ? `${unsent} 项` : "无"));
};

export const drawOverview = (sheets, entries) => {
  const head = h("div", { class: "page-head" }, h("h1", {}, "离线评分"));
  if (!sheets.length) return [head, notice(EMPTY)];
  const titles = ["集体", "考核", "已上传", "待上传"].map((title) => h("th", { scope: "col" }, title));
  const rows = [...sheets].sort((one, other) => one.unit.localeCompare(other.unit, "zh")).map((sheet) => row(sheet, entries));
  return [head, h("table", { class: "table table-cards" }, h("thead", {}, h("tr", {}, titles)), h("tbody", {}, rows))];
};
