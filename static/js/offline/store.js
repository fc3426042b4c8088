// What this phone keeps for one person, in IndexedDB: documents of sheets, the queue of what is still to be sent, and
// whose it is. portal.js deletes all of it when somebody signs out.
const NAME = "review";
export const QUEUE = "queue";
export const DOCUMENTS = "documents";
const OWNER = "owner";

let opening;

const open = () => {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(QUEUE, { keyPath: "seq", autoIncrement: true });
      request.result.createObjectStore(DOCUMENTS, { keyPath: "pk" });
      request.result.createObjectStore(OWNER);
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onversionchange = () => {
        database.close();
        opening = undefined;
      };
      resolve(database);
    };
    request.onerror = () => {
      opening = undefined;
      reject(request.error);
    };
  });
  return opening;
};

// The answer to one request of IndexedDB.
export const asked = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// `work({ queue, documents })` inside one transaction: all of it is kept, or nothing.
export const together = async (names, work, mode = "readwrite") => {
  const transaction = (await open()).transaction(names, mode);
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
  const stores = Object.fromEntries(names.map((name) => [name, transaction.objectStore(name)]));
  const result = await work(stores);
  await done;
  return result;
};

export const documents = () => together([DOCUMENTS], (stores) => asked(stores[DOCUMENTS].getAll()), "readonly");

export const documentOf = (pk) => together([DOCUMENTS], (stores) => asked(stores[DOCUMENTS].get(pk)), "readonly");

export const keepDocument = (document) => together([DOCUMENTS], (stores) => asked(stores[DOCUMENTS].put(document)));

export const dropDocument = (pk) => together([DOCUMENTS], (stores) => asked(stores[DOCUMENTS].delete(pk)));

// What is kept belongs to `person` from now on; what somebody else left here goes.
export const belongTo = (person) =>
  together([OWNER, QUEUE, DOCUMENTS], async (stores) => {
    if ((await asked(stores[OWNER].get(OWNER))) === person) return;
    await asked(stores[QUEUE].clear());
    await asked(stores[DOCUMENTS].clear());
    await asked(stores[OWNER].put(person, OWNER));
  });
