// Keeps the files named in self.keeps, which are the same for everybody, and one page that says there is no network.
// Every other answer comes from the server or not at all: no record of a child is ever kept by the browser.
const { version, files, page } = self.keeps
const name = `no-network-${version}`

self.addEventListener('install', (event) => {
  // What is saved on leaving a page goes past this worker: a request that waits for it is dropped with its page.
  event.addRoutes?.({ condition: { requestMethod: 'POST', requestMode: 'cors' }, source: 'network' })
  // Fetched as nobody: the page must not carry the name of whoever was signed in when it was kept.
  const asNobody = [page, ...files].map((address) => new Request(address, { credentials: 'omit', cache: 'reload' }))
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(asNobody)).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((all) => Promise.all(all.filter((each) => each !== name).map((each) => caches.delete(each))))
      .then(() => self.clients.claim())
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.mode === 'navigate') {
    event.respondWith(fetch(request).catch(() => caches.match(page)))
  } else if (files.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request, { ignoreVary: true })))
  }
})
