/** Waits until `done` returns true. Uses setImmediate, because tests of timeouts replace timers with fakes. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise(setImmediate);
}
