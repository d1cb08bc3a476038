import { expect, test } from "bun:test";
import type { Work } from "./fairQueue.ts";
import { createOccupancy, type OccupancyOptions } from "./occupancy.ts";

function work(key: string, audioS = 3): Work {
  return { key, audioS, live: true };
}

function open(options: Partial<OccupancyOptions>) {
  const slots = createOccupancy({ maxInFlight: 100, maxAudioS: null, shared: false, ...options });
  /** Takes all slots that a key may have, and returns their number. */
  const fill = (key: string): number => {
    while (slots.hasSlot(key)) slots.add(work(key));
    return slots.ofKey(key);
  };
  return { slots, fill };
}

test("a single key can take all slots", () => {
  const { slots, fill } = open({ maxInFlight: 18 });
  expect(fill("")).toBe(18);
  slots.remove(work(""));
  expect(slots.hasSlot("")).toBeTrue();
});

test("if there are several keys, a key takes at most eight times the number of free slots", () => {
  expect(open({ maxInFlight: 17, shared: true }).fill("a")).toBe(16);
  expect(open({ maxInFlight: 18, shared: true }).fill("a")).toBe(16);
});

test("a key gets a slot although another key has its maximum", () => {
  const { slots, fill } = open({ maxInFlight: 18, shared: true });
  fill("a");
  expect(slots.ofKey("b")).toBe(0);
  expect(slots.hasSlot("b")).toBeTrue();
});

test("requests fit up to the limit in seconds of audio", () => {
  const { slots } = open({ maxAudioS: 30 });
  slots.add(work("", 20));
  expect([slots.fits(work("", 10)), slots.fits(work("", 10.1))]).toEqual([true, false]);
  slots.add(work("", 10));
  slots.remove(work("", 10));
  expect([slots.fits(work("", 10)), slots.fits(work("", 10.1))]).toEqual([true, false]);
});

test("without a limit any number of seconds fits", () => {
  const { slots } = open({});
  slots.add(work("", 3600));
  expect(slots.fits(work("", 3600))).toBeTrue();
});

test("a key can reuse the slots and seconds that it frees", () => {
  const { slots, fill } = open({ maxInFlight: 18, maxAudioS: 48, shared: true });
  for (let taken = fill("a"); taken > 0; taken -= 1) slots.remove(work("a"));
  expect([slots.inFlight, slots.ofKey("a"), fill("a")]).toEqual([0, 0, 16]);
  expect([slots.fits(work("", 0)), slots.fits(work("", 0.1))]).toEqual([true, false]);
});

test("a long text counts as 24 s", () => {
  const { slots } = open({ maxAudioS: 40 });
  slots.add(work("", 3600));
  expect([slots.fits(work("", 16)), slots.fits(work("", 16.1))]).toEqual([true, false]);
});

test("a request always fits if no other is in flight", () => {
  const { slots } = open({ maxAudioS: 5 });
  expect(slots.fits(work("", 6))).toBeTrue();
  slots.add(work("", 6));
  expect(slots.fits(work("", 0.2))).toBeFalse();
});
