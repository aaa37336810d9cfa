// The worker of the phone's page: it keeps the page's own few files, and nothing of anybody.
const CACHE = `hamgam-field-${VERSION}`;

/* The page is kept with the first visit, so that one visit with a network is enough. */
async function take() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES);
  const answer = await fetch(SHELL);
  if (answer.ok && !answer.redirected) await cache.put(SHELL, answer);
}

self.addEventListener("install", (event) => {
  event.waitUntil(take().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith("hamgam-field-") && name !== CACHE)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

async function shell(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(SHELL, answer.clone());
    return answer;
  } catch (fault) {
    const kept = await cache.match(SHELL);
    if (kept) return kept;
    throw fault;
  }
}

async function file(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok) {
      const cache = await caches.open(CACHE);
      await cache.put(request, answer.clone());
    }
    return answer;
  } catch (fault) {
    const kept = await caches.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw fault;
  }
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname === SHELL) event.respondWith(shell(event.request));
  else if (FILES.includes(address.pathname) || address.pathname.startsWith("/static/"))
    event.respondWith(file(event.request));
});
