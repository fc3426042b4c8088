// Keeps the documents of the sheets that are still to be handed in, and reads back those that something was sent for.
import { entries } from "./queue.js";
import { loadDocument } from "./server.js";
import { documents, dropDocument, keepDocument } from "./store.js";

const isOutOfDate = (stored, stamp) => !stored || !stamp || stored.stamp !== stamp;

const load = async (pk, stamp) => {
  const document = await loadDocument(pk);
  if (document) await keepDocument({ ...document, stamp });
};

// `sheets` as the handshake names them; `sent` the assignments that entries went out for.
export const refresh = async (sheets, sent) => {
  const stored = new Map((await documents()).map((document) => [document.pk, document]));
  for (const { pk, stamp } of sheets) {
    if (sent.has(pk) || isOutOfDate(stored.get(pk), stamp)) await load(pk, stamp);
    stored.delete(pk);
  }
  const unsent = new Set((await entries()).map((entry) => entry.assignment));
  for (const pk of stored.keys()) {
    if (sent.has(pk) || unsent.has(pk)) await load(pk, "");
    else await dropDocument(pk);
  }
};
