import { expect, test } from "bun:test";
import { admissionLimits, limitingEngine, listenerCapacity } from "./limits.ts";

const NONE = { MAX_IN_FLIGHT: null, MAX_QUEUE: null, MAX_AUDIO_S: null };

test("an unset limit gets the engine's default", () => {
  const neucodec = { id: "neucodec", liveCapacity: 13 };
  expect(admissionLimits(neucodec, NONE)).toEqual({
    maxInFlight: 32,
    maxQueue: 96,
    maxAudioS: 512,
  });
  expect(admissionLimits({ id: "neucodec" }, NONE).maxInFlight).toBe(32);
  const flite = admissionLimits({ id: "flite" }, NONE);
  expect(flite).toMatchObject({ maxInFlight: 128, maxQueue: 128, maxAudioS: null });
});

test("the default MAX_IN_FLIGHT is the live capacity of the codec, clamped to 32–256", () => {
  const inFlight = (liveCapacity: number) =>
    admissionLimits({ id: "neucodec", liveCapacity }, NONE).maxInFlight;
  expect([13, 33, 200, 257].map(inFlight)).toEqual([32, 33, 200, 256]);
});

test("a set limit replaces the default", () => {
  const set = { MAX_IN_FLIGHT: 4, MAX_QUEUE: 0, MAX_AUDIO_S: 90 };
  const limits = { maxInFlight: 4, maxQueue: 0, maxAudioS: 90 };
  expect(admissionLimits({ id: "neucodec" }, set)).toEqual(limits);
  expect(admissionLimits({ id: "flite" }, set)).toEqual(limits);
});

test("the natural voice gets 64 requests in flight for each Worker", () => {
  const inFlight = (workers: number) =>
    admissionLimits({ id: "hibari", liveCapacity: 64 * workers }, NONE).maxInFlight;
  expect([1, 2, 8].map(inFlight)).toEqual([64, 128, 256]);
  expect(admissionLimits({ id: "hibari" }, NONE)).toMatchObject({ maxQueue: 128, maxAudioS: null });
});

test("Kokoro gets the measured number of listeners, at least one", () => {
  const limits = (liveCapacity: number) =>
    admissionLimits({ id: "kokoro", liveCapacity }, NONE).maxInFlight;
  expect([0, 1, 7].map(limits)).toEqual([1, 1, 7]);
  expect(admissionLimits({ id: "kokoro" }, NONE)).toMatchObject({ maxQueue: 16, maxAudioS: null });
});

test("the codec limits a server that has it, else the default engine", () => {
  const hibari = { id: "hibari", liveCapacity: 128 };
  const kokoro = { id: "kokoro", liveCapacity: 1 };
  const neucodec = { id: "neucodec", liveCapacity: 10 };
  expect(limitingEngine([{ id: "flite" }, neucodec])).toBe(neucodec);
  expect(limitingEngine([hibari, kokoro])).toBe(hibari);
  expect(limitingEngine([])).toBeUndefined();
});

test("a server carries its requests in flight, or the measured listeners if they are fewer", () => {
  const flite = { id: "flite" };
  const neucodec = { id: "neucodec", liveCapacity: 10 };
  expect(listenerCapacity([flite], 128)).toBe(128);
  expect(listenerCapacity([neucodec], 32)).toBe(10);
  expect(listenerCapacity([flite, neucodec], 32)).toBe(10);
  expect(listenerCapacity([neucodec], 4)).toBe(4);
});
