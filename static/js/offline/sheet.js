// One sheet without a network: dossier, items and comment from the document that was kept, and what waits on top.
import { CommentView, PLACE } from "./comment.js";
import { h, notice, paragraphs } from "./elements.js";
import { ItemView } from "./item.js";

const dossier = ({ taken, facts, checks, texts }) =>
  h("details", { class: "surface" },
    h("summary", {}, h("h2", { class: "d-inline h5" }, "集体材料")),
    taken && h("p", { class: "muted small" }, taken),
    h("dl", { class: "facts" }, facts.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value)))),
    checks.length > 0 && h("details", {}, h("summary", {}, "备案时的条件核对"), h("ul", {}, checks.map((text) => h("li", {}, text)))),
    texts.map(([title, text]) => [h("h3", {}, title), paragraphs(text)]));

export class SheetView {
  constructor(sheet) {
    const count = sheet.items.length;
    this.pk = sheet.pk;
    this.notices = h("div", {});
    this.items = sheet.items.map((item, index) => new ItemView(sheet.pk, item, `第 ${index + 1}/${count} 项`));
    this.comment = new CommentView(sheet.pk);
    this.element = h("div", {},
      h("div", { class: "page-head" }, h("h1", {}, sheet.unit)),
      this.notices, dossier(sheet.dossier), this.items.map((view) => view.element), this.comment.element);
    this.title = sheet.unit;
  }

  show(sheet, entries) {
    this.notices.replaceChildren(...sheet.notices.map((text) => notice(text, "stop")));
    const at = (place) => entries.filter((entry) => entry.place === place);
    sheet.items.forEach((item, index) => this.items[index].show(item, at(item.pk)));
    this.comment.show(sheet.comment, at(PLACE).at(-1));
    this.missing = sheet.items.filter((item, index) => !this.items[index].isAnswered(at(item.pk))).length;
  }
}
