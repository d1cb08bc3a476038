import { jest } from "bun:test";

/** For tests: runs `run` while timers fire only as `passing` advances them. */
export async function withFakeTime(run: () => Promise<void>): Promise<void> {
  jest.useFakeTimers();
  try {
    await run();
  } finally {
    jest.useRealTimers();
  }
}

/** Lets `ms` pass, 10 at a time; `tick` is called after each. */
export async function passing(ms: number, tick: () => void = () => {}): Promise<void> {
  for (let at = 0; at < ms; at += 10) {
    jest.advanceTimersByTime(10);
    // What awaits the kernel's answer goes on.
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    tick();
  }
}
