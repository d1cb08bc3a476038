import type { AccessRecord } from "./record.ts";

/** The record of a complete speech request that started at 100 ms. */
export const RECORD: AccessRecord = {
  id: "a1",
  method: "POST",
  startedMs: 100,
  route: "/v1/audio/speech",
  face: "http",
  status: 200,
  outcome: "ok",
  streaming: false,
};
