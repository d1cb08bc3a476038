import { expect, test } from "bun:test";
import { wavTone } from "../server.fake.ts";
import { Failure, type FailureKind } from "../http/failure.ts";
import { inworldPublicClient } from "./inworldPublic.ts";

const client = inworldPublicClient({
  modelId: "m",
  responseFormat: "wav",
  stream: true,
  streamFormat: "audio",
  maxTokens: 1,
  timestamp: null,
  apiKey: null,
  headers: {},
  extra: {},
});

/** Reads a stream of `messages`; returns its failure, or null if it succeeds. */
function failureOf(...messages: readonly unknown[]): Pick<Failure, "kind" | "message"> | null {
  const reader = client.reader("");
  try {
    for (const message of messages) reader.push(Buffer.from(`${JSON.stringify(message)}\n`));
    reader.end();
  } catch (error) {
    if (error instanceof Failure) return { kind: error.kind, message: error.message };
    throw error;
  }
  return null;
}

const piece = { result: { audioContent: wavTone(20).toString("base64") } };

test.each<[unknown, FailureKind, string]>([
  [{ code: 8, message: "quota", details: [] }, "http_429", "quota"],
  [{ code: 3, message: "no such voice", details: [] }, "http_4xx", "no such voice"],
  [{ code: 13, message: "internal", details: [] }, "http_5xx", "internal"],
  [{ grpc_code: 8, http_code: 429, message: "slower" }, "http_429", "slower"],
  [{ code: 404, message: "no model", status: "NOT_FOUND" }, "http_4xx", "no model"],
  [{ code: 9, message: "not now", details: [] }, "http_4xx", "not now"],
  [{ status: "FAILED_PRECONDITION", message: "not now" }, "http_4xx", "not now"],
  [{ status: "RESOURCE_EXHAUSTED", message: "later" }, "http_429", "later"],
  ["out of memory", "http_5xx", "out of memory"],
])("a stream with the error %j fails as %s", (error, kind, text) => {
  expect(failureOf({ error })).toEqual({ kind, message: `error in the answer: ${text}` });
});

test("an error after audio fails as truncated", () => {
  expect(failureOf(piece, { error: { code: 13, message: "lost it" } })).toEqual({
    kind: "truncated",
    message: "error in the answer: lost it",
  });
});

test("an error that is null is ignored", () => {
  expect(failureOf(piece, { ...piece, error: null })).toBeNull();
});
