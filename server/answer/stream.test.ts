import { expect, jest, test } from "bun:test";
import { createPatience } from "./stream.ts";

test("patience ends after silence while somebody waits, and begins anew with each sign of progress", () => {
  jest.useFakeTimers();
  try {
    let late = 0;
    const patience = createPatience(1000, () => {
      late += 1;
    });
    patience.progress(); // nobody waits yet
    jest.advanceTimersByTime(5000);
    expect(late).toBe(0);
    patience.start();
    for (let turn = 0; turn < 5; turn += 1) {
      jest.advanceTimersByTime(900);
      patience.progress();
    }
    patience.stop();
    jest.advanceTimersByTime(5000);
    expect(late).toBe(0);
    patience.start();
    jest.advanceTimersByTime(1000);
    expect(late).toBe(1);
  } finally {
    jest.useRealTimers();
  }
});
