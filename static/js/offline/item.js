// One item of the sheet: what the unit says, the fields, photos, what still waits, and what the portal holds.
import { drawConflict, wordsOf } from "./conflict.js";
import { Drawn, whenTyped } from "./drawn.js";
import { h, paragraphs } from "./elements.js";
import { faultOf } from "./faults.js";
import { drawFields, readFields, writeFields } from "./fields.js";
import { prepared } from "./pictures.js";
import { drop, keepPhoto, tryAgain } from "./queue.js";
import { run, runSoon } from "./sync.js";

const ownWords = (own) =>
  own && h("details", { open: true },
    h("summary", {}, `集体自评：${own.claimed}`),
    own.records.length > 0 && h("ul", {}, own.records.map((text) => h("li", {}, text))),
    own.texts.map(paragraphs));

const head = (item, place) => [
  h("p", { class: "muted small" }, `${place} · ${item.about}`),
  h("h2", { id: `title-${item.pk}` }, item.name),
  item.guidance && paragraphs(item.guidance),
  item.clause && h("p", { class: "muted small" }, `依据：${item.clause}`),
];

const heldWords = ({ answer, remark, photos, at }) => {
  const parts = [answer || "未评", remark && `“${remark}”`, photos && `照片 ${photos} 张`, at && `${at} 保存`];
  return `服务器上：${parts.filter(Boolean).join("，")}`;
};

const button = (label, onclick) => h("button", { type: "button", class: "btn btn-sm btn-secondary", onclick }, label);

// What was refused stays with its reason until it is changed, sent again, or dropped.
export const refusedNote = (entry) =>
  h("div", { class: "unsent refused" },
    h("p", {}, `未上传：${entry.reason}`),
    h("div", { class: "unsent-buttons" },
      entry.photo?.blob !== null && button("再次上传", () => tryAgain(entry).then(run)),
      button("放弃本机的内容", () => drop(entry.seq))));

const waitingNote = () => h("p", { class: "unsent" }, "本机已保存，待上传");

const photoTile = (entry) =>
  h("li", {},
    entry.photo.preview ? h("img", { src: entry.photo.preview, alt: entry.photo.name }) : h("p", {}, entry.photo.name),
    entry.state === "refused" ? refusedNote(entry) : h("div", {}, waitingNote(), button("删除照片", () => drop(entry.seq))));

export class ItemView {
  constructor(assignment, item, place) {
    Object.assign(this, { assignment, item });
    const kind = { veto: " veto-item", auto: "" }[item.kind] ?? " score-item";
    this.element = h("section", { class: `surface${kind}`, id: `item-${item.pk}`, "aria-labelledby": `title-${item.pk}` }, head(item, place));
    if (item.kind === "auto") this.element.append(h("p", {}, item.own ? `系统统计：${item.own.claimed}` : "由系统统计。"));
    else this.drawAnswer();
  }

  drawAnswer() {
    this.drawn = new Drawn(this.assignment, this.item.pk);
    this.told = h("div", { role: "status" });
    this.photos = h("ul", { class: "photo-strip" });
    this.held = h("p", { class: "muted small held" });
    const camera = h("input", { type: "file", class: "form-control", id: `photo-${this.item.pk}`, accept: "image/jpeg,image/png,image/webp", multiple: true, onchange: () => this.takePhotos(camera) });
    const fields = drawFields(this.item);
    whenTyped(fields, () => this.keep());
    this.element.append(
      ...[ownWords(this.item.own), fields, this.told].filter(Boolean),
      h("div", { class: "form-field" }, h("label", { class: "form-label", for: camera.id }, "现场照片（选填）"), camera),
      this.photos, this.held);
  }

  async keep() {
    const fields = readFields(this.element);
    await this.drawn.keep(fields, faultOf(this.item, fields));
    runSoon();
  }

  async takePhotos(camera) {
    const files = [...camera.files];
    camera.value = "";
    for (const file of files) {
      const { photo, reason } = await prepared(file);
      await keepPhoto(this.assignment, this.item.pk, photo, reason);
    }
    runSoon();
  }

  // As things stand now; what is being typed is left alone.
  show(item, entries) {
    if (item.kind === "auto") return;
    this.item = item;
    const typed = entries.filter((entry) => !entry.photo).at(-1);
    const isFresh = !this.element.querySelector(".item-fields").contains(document.activeElement);
    if (isFresh || this.shown === undefined) {
      writeFields(this.element, typed?.fields ?? item.fields);
      this.drawn.rewritten(typed, item.version);
    }
    this.shown = true;
    this.told.replaceChildren(...this.notesOn(typed));
    this.photos.replaceChildren(...entries.filter((entry) => entry.photo).map(photoTile));
    this.held.textContent = heldWords(item.held);
  }

  notesOn(typed) {
    if (!typed) return [];
    if (typed.state === "refused") return [refusedNote(typed)];
    if (typed.state === "waiting") return [waitingNote()];
    const { item } = this;
    return [drawConflict(item.name, typed, wordsOf(item, typed.fields), wordsOf(item, typed.theirs.fields))];
  }

  isAnswered(entries) {
    const fields = entries.filter((entry) => !entry.photo).at(-1)?.fields ?? this.item.fields;
    const marked = this.item.rules?.some((rule) => Number(fields[rule.name]) > 0);
    return this.item.kind === "auto" || Boolean(marked || fields[this.item.answer]);
  }
}
