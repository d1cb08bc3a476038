/** Waits until `done` holds, without a timer: tests of timeouts fake those. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise(setImmediate);
}
