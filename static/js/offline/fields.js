// The fields of one item under the thumb, as the sheet's page has them; their names are those of the page.
import { h } from "./elements.js";

const stepped = (input, direction) => {
  if (input.value === "") input.value = input.dataset.first;
  else if (direction > 0) input.stepUp();
  else input.stepDown();
  input.dispatchEvent(new Event("change", { bubbles: true }));
};

const stepper = (input, less, more) =>
  h("span", { class: "thumb-stepper" },
    h("button", { type: "button", class: "btn btn-secondary", "aria-label": less, onclick: () => stepped(input, -1) }, "−"),
    input,
    h("button", { type: "button", class: "btn btn-secondary", "aria-label": more, onclick: () => stepped(input, 1) }, "+"));

const pointsFields = (item) => {
  const { points, most, step } = item.limits;
  const range = points === "0" ? `加分项，最多加 ${most} 分` : `满分 ${points} 分${most === points ? "" : `，最多 ${most} 分`}`;
  const input = h("input", {
    id: item.answer, name: item.answer, type: "number", class: "form-control", inputmode: "decimal", min: 0, max: most, step,
    "data-first": most,
  });
  return h("div", { class: "form-field" },
    h("label", { class: "form-label", for: item.answer }, `得分（${range}，按 ${step} 分的整数倍）`),
    stepper(input, `${item.name}减分`, `${item.name}加分`));
};

const choiceFields = (item) =>
  h("fieldset", { class: "form-field" },
    h("legend", { class: "form-label" }, item.legend),
    item.choices.map(([value, label]) => {
      const id = `${item.answer}-${value}`;
      return h("div", { class: "form-check form-check-inline" },
        h("input", { type: "radio", class: "form-check-input", id, name: item.answer, value }),
        h("label", { class: "form-check-label", for: id }, label));
    }));

const box = (name, label, words) =>
  h("div", { class: "form-check" },
    h("input", { type: "checkbox", class: "form-check-input", id: name, name }),
    h("label", { class: "form-check-label", for: name }, label, words && h("span", { class: "muted small" }, ` ${words}`)));

const counter = ({ name, text, words, most }) => {
  const input = h("input", {
    id: name, name, type: "number", class: "form-control", inputmode: "numeric", min: 0, max: most, step: 1, "data-first": 1,
  });
  return [
    h("label", { for: name }, text, h("span", { class: "muted small" }, ` ${words}`)),
    stepper(input, `${text}减一次`, `${text}加一次`),
  ];
};

const markFields = (item) =>
  h("fieldset", { class: "form-field" },
    h("legend", { class: "form-label" }, "按细则逐条核对"),
    h("ul", { class: "mark-list" },
      item.rules.map((rule) => h("li", {}, rule.most === 1 ? box(rule.name, rule.text, rule.words) : counter(rule)))),
    box(item.answer, "已逐条核对"),
    h("p", { class: "form-text" }, "没有任何一条适用时，也请勾选此项。得分由系统算出，上传后显示。"));

const remarkWords = (item) => {
  if (item.remark_label) return item.remark_label;
  return item.sentences.remark ? "评语（低于满分时写明扣分理由）" : "评语（选填）";
};

const remarkField = (item) =>
  h("div", { class: "form-field" },
    h("label", { class: "form-label", for: item.remark }, remarkWords(item)),
    h("textarea", { id: item.remark, name: item.remark, class: "form-control", rows: 2, maxlength: 500, placeholder: " " }));

const DRAWN = { points: pointsFields, veto: choiceFields, check: choiceFields, marks: markFields };

export const drawFields = (item) => h("div", { class: "item-fields" }, DRAWN[item.kind](item), remarkField(item));

const inputs = (element) => element.querySelectorAll(".item-fields :is(input, textarea)");

// What is typed, by name; rules that count once and boxes are true or false.
export const readInputs = (inputs) => {
  const fields = {};
  for (const input of inputs) {
    if (input.type === "checkbox") fields[input.name] = input.checked;
    else if (input.type !== "radio") fields[input.name] = input.value.trim();
    else fields[input.name] = input.checked ? input.value : (fields[input.name] ?? "");
  }
  return fields;
};

export const readFields = (element) => readInputs(inputs(element));

export const writeFields = (element, fields) => {
  for (const input of inputs(element)) {
    const value = fields[input.name];
    if (input.type === "checkbox") input.checked = Boolean(value);
    else if (input.type === "radio") input.checked = input.value === value;
    else input.value = value;
  }
};
