import { getPriority, setPriority } from "node:os";

/** Steps of niceness above the event loop's: a third of the processor time of one who competes. */
const NICER = 5;
const NICEST = 19;

/**
 * For a Worker that computes: the event loop goes first where processors are few. On Linux niceness is a thread's own,
 * and that of the threads that it starts; elsewhere it is the process's and stays as it is.
 */
export function giveWay(): void {
  if (process.platform === "linux") setPriority(Math.min(NICEST, getPriority() + NICER));
}
