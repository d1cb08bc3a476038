import { expect, test } from "bun:test";
import { admissionLimits } from "./limits.ts";

const NONE = { MAX_IN_FLIGHT: null, MAX_QUEUE: null, MAX_AUDIO_S: null };

test("limits that are not set are the engine's own, and follow what its codec can bear", () => {
  const neucodec = { id: "neucodec", liveCapacity: 13 };
  expect(admissionLimits(neucodec, NONE)).toEqual({
    maxInFlight: 32,
    maxQueue: 96,
    maxAudioS: 512,
  });
  expect(admissionLimits({ ...neucodec, liveCapacity: 200 }, NONE).maxInFlight).toBe(200);
  expect(admissionLimits({ ...neucodec, liveCapacity: 9000 }, NONE).maxInFlight).toBe(256);
  const flite = admissionLimits({ id: "flite" }, NONE);
  expect(flite).toMatchObject({ maxInFlight: 128, maxQueue: 128, maxAudioS: null });
});

test("limits that are set hold", () => {
  const set = { MAX_IN_FLIGHT: 4, MAX_QUEUE: 0, MAX_AUDIO_S: 90 };
  const limits = { maxInFlight: 4, maxQueue: 0, maxAudioS: 90 };
  expect(admissionLimits({ id: "neucodec" }, set)).toEqual(limits);
  expect(admissionLimits({ id: "flite" }, set)).toEqual(limits);
});
