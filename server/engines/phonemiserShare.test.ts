import { expect, test } from "bun:test";
import { sharePhonemiser } from "./phonemiserShare.ts";

function counted(fails: () => boolean = () => false) {
  const counts = { opened: 0, closed: 0 };
  const share = sharePhonemiser(async () => {
    counts.opened += 1;
    if (fails()) throw new Error("no lexicon");
    return {
      phonemes: () => ({ symbols: "", words: [] }),
      close: () => void (counts.closed += 1),
    };
  });
  return { counts, share };
}

test("two engines share one phonemiser, and the last of them closes it", async () => {
  const { counts, share } = counted();
  const [first, second] = await Promise.all([share(), share()]);
  expect(first.phonemiser).toBe(second.phonemiser);
  first.release();
  first.release();
  expect(counts).toEqual({ opened: 1, closed: 0 });
  second.release();
  expect(counts).toEqual({ opened: 1, closed: 1 });
  (await share()).release();
  expect(counts).toEqual({ opened: 2, closed: 2 });
});

test("after a phonemiser that could not be opened, the next call opens one again", async () => {
  let fails = true;
  const { counts, share } = counted(() => fails);
  await expect(share()).rejects.toThrow("no lexicon");
  fails = false;
  (await share()).release();
  expect(counts).toEqual({ opened: 2, closed: 1 });
});
