import { afterEach, beforeEach, jest } from "bun:test";
import { type FakeLm, openFakeLm } from "./lm.fake.ts";

/** Opens a fake LM before each test of a file and hands it to `use`; afterwards closes it and restores real timers. */
export function lmPerTest(use: (lm: FakeLm) => void): void {
  let lm: FakeLm;
  beforeEach(() => {
    lm = openFakeLm();
    use(lm);
  });
  afterEach(async () => {
    jest.useRealTimers();
    await lm.close();
  });
}
