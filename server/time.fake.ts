import { jest } from "bun:test";

/** Calls `run` with fake timers, which fire only in `passTime`. */
export async function withFakeTime(run: () => Promise<void>): Promise<void> {
  jest.useFakeTimers();
  try {
    await run();
  } finally {
    jest.useRealTimers();
  }
}

/** Advances fake time by `ms` in steps of 10 ms. After each step, lets promises settle and calls `onStep`. */
export async function passTime(ms: number, onStep: () => void = () => {}): Promise<void> {
  for (let at = 0; at < ms; at += 10) {
    jest.advanceTimersByTime(10);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    onStep();
  }
}
