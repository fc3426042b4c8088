// While there is no signal, what is typed on the sheet's own page waits in the queue too, for the tab may be closed.
// That page saves again by itself when the signal returns: the same answer twice is no conflict.
import { faultOf } from "./faults.js";
import { readInputs } from "./fields.js";
import { keepFields } from "./queue.js";
import { documentOf } from "./store.js";
import { sync } from "./sync.js";

const keep = async (pk, target) => {
  if (target.name === "comment") {
    await keepFields(pk, "comment", { comment: target.value.trim() }, "");
    return;
  }
  const sheet = await documentOf(pk);
  const item = sheet?.items.find(({ fields }) => fields && target.name in fields);
  if (!item) return;
  const inputs = [...target.form.elements].filter((input) => input.name in item.fields);
  const fields = readInputs(inputs);
  await keepFields(pk, item.pk, fields, faultOf(item, fields));
};

export const carry = (form, pk) =>
  form.addEventListener("change", ({ target }) => {
    if (sync.state === "offline" || !navigator.onLine) keep(pk, target);
  });
