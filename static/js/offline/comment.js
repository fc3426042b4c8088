// 总体意见 of the sheet: typed here, or in conflict with another device.
import { drawConflict } from "./conflict.js";
import { Drawn, whenTyped } from "./drawn.js";
import { h } from "./elements.js";
import { refusedNote } from "./item.js";
import { runSoon } from "./sync.js";

const NAME = "总体意见";
export const PLACE = "comment";

export class CommentView {
  constructor(assignment) {
    this.box = h("textarea", { id: "comment", class: "form-control", rows: 3, maxlength: 2000 });
    whenTyped(this.box, () => this.keep());
    this.told = h("div", { role: "status" });
    this.element = h("section", { class: "surface", "aria-label": NAME },
      h("div", { class: "form-field" }, h("label", { class: "form-label", for: "comment" }, NAME), this.box), this.told);
    this.drawn = new Drawn(assignment, PLACE);
  }

  async keep() {
    await this.drawn.keep({ comment: this.box.value.trim() }, "");
    runSoon();
  }

  show(comment, entry) {
    if (document.activeElement !== this.box) {
      this.box.value = entry?.fields.comment ?? comment;
      this.drawn.rewritten(entry, comment);
    }
    this.told.replaceChildren(...this.notesOn(entry));
  }

  notesOn(entry) {
    if (!entry) return [];
    if (entry.state === "refused") return [refusedNote(entry)];
    if (entry.state === "waiting") return [h("p", { class: "unsent" }, "本机已保存，待上传")];
    return [drawConflict(NAME, entry, entry.fields.comment, entry.theirs.comment)];
  }
}
