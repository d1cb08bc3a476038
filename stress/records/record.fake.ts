import type { RequestRecord } from "./record.ts";

/** Returns the record of a successful request without audio, due at 0, with `fields` replaced. */
export function recordOf(fields: Partial<RequestRecord> = {}): RequestRecord {
  return {
    schema: 1,
    seq: 0,
    level: "1.0",
    voice: "v",
    chars: 1,
    dueMs: 0,
    sentMs: 0,
    sendLagMs: 0,
    connectMs: null,
    headersMs: null,
    firstAudioMs: null,
    audibleMs: null,
    endMs: 0,
    chunks: [],
    audioS: null,
    codec: null,
    requestId: "r",
    answerId: null,
    serverTiming: null,
    status: 200,
    error: null,
    errorMessage: null,
    ...fields,
  };
}
