import { expect, test } from "bun:test";
import { outcomeOf } from "../figures/outcome.fake.ts";
import type { Outcome } from "../figures/outcome.ts";
import { failureLines } from "./failureLines.ts";

test("failureLines() - counts failures by kind with an example", () => {
  const failure = (error: Outcome["error"], errorMessage: string) =>
    ({ error, errorMessage }) as Outcome;
  const good = failure(null, "");
  expect(failureLines([good])).toEqual([]);
  expect(
    failureLines([good, failure("http_429", "HTTP 429: busy"), failure("http_429", "x")]),
  ).toEqual(["Failed requests: 2 of 3", "  http_429: 2 (HTTP 429: busy)"]);
});

test("failureLines() - counts each HTTP status of a kind on its own line", () => {
  const failed = [502, 503, 502].map((status) =>
    outcomeOf({ error: "http_5xx", status, errorMessage: `HTTP ${status}` }),
  );
  expect(failureLines([...failed, outcomeOf()])).toEqual([
    "Failed requests: 3 of 4",
    "  http_5xx: 2 (HTTP 502)",
    "  http_5xx: 1 (HTTP 503)",
  ]);
});
