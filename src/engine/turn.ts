// Lets the thread's other work go first: messages that have come in are handled before this resolves.

/** In Node through the event loop's check phase, in a browser through a message to itself: neither waits, as timers do. */
export function nextTurn(): Promise<void> {
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
