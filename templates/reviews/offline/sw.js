// Serves the review pages without a network: the shell and its files from a cache, everything else from the portal.
const CACHE = "review-{{ digest|escapejs }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];
const SHELL = FILES[0];
const PATIENCE = 10000; // a signal that carries nothing for so long counts as none

addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const forgetOld = async () => {
    for (const name of await caches.keys()) if (name.startsWith("review-") && name !== CACHE) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(forgetOld());
});

const kept = async (address) => (await caches.open(CACHE)).match(address);

const tooLong = () => new Promise((resolve, reject) => setTimeout(reject, PATIENCE));

// The page itself; where it cannot be had, the shell under the same address.
const page = async (request) => {
  try {
    return await Promise.race([fetch(request), tooLong()]);
  } catch {
    return (await kept(SHELL)) ?? Response.error();
  }
};

const file = async (request) => (await kept(request.url)) ?? fetch(request);

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(pathname === SHELL ? file(new Request(SHELL)) : page(request));
  else if (FILES.includes(pathname)) event.respondWith(file(request));
});
