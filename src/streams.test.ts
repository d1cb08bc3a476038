import { expect, test } from "bun:test";
import { SpeechError } from "./errors.ts";
import { started, untilAborted } from "./streams.ts";

async function* numbers(log: string[]): AsyncGenerator<number> {
  try {
    yield 1;
    yield 2;
  } finally {
    log.push("closed");
  }
}

test("started yields every item and closes its source at the end", async () => {
  const log: string[] = [];
  const items = await started(numbers(log), new AbortController().signal);
  expect(await Array.fromAsync(items)).toEqual([1, 2]);
  expect(log).toEqual(["closed"]);
});

test("a stream that is closed before it is read closes its source", async () => {
  const log: string[] = [];
  const items = await started(numbers(log), new AbortController().signal);
  await items.return?.();
  expect(log).toEqual(["closed"]);
});

test("an abort before the first item closes the source", async () => {
  const log: string[] = [];
  const client = new AbortController();
  const wait = started(numbers(log), client.signal);
  client.abort();
  await expect(wait).rejects.toMatchObject({ code: "aborted" });
  expect(log).toEqual(["closed"]);
});

test("started throws if the source ends without an item", async () => {
  async function* nothing(): AsyncGenerator<number> {}
  const wait = started(nothing(), new AbortController().signal);
  await expect(wait).rejects.toBeInstanceOf(SpeechError);
});

test("untilAborted throws the abort reason while the work is still pending", async () => {
  const watchdog = new AbortController();
  const waiting = untilAborted(new Promise<void>(() => {}), watchdog.signal);
  watchdog.abort(new SpeechError("timeout", "stuck"));
  await expect(waiting).rejects.toMatchObject({ code: "timeout" });
  await expect(untilAborted(Promise.resolve(1), watchdog.signal)).rejects.toThrow("stuck");
  const open = new AbortController().signal;
  expect(await untilAborted(Promise.resolve(1), open)).toBe(1);
  await expect(untilAborted(Promise.reject(new Error("boom")), open)).rejects.toThrow("boom");
});
