import { expect, test } from "bun:test";
import { firstAudio } from "./first.ts";

test("an end, a broken body and a timeout before any audio have different errors", async () => {
  const ended = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
  await expect(firstAudio(ended, "wav")).rejects.toThrow("the body ended after 0 bytes");
  const broken = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new Error("reset")),
  });
  await expect(firstAudio(broken, "wav")).rejects.toThrow("0 bytes before the body broke: reset");
  const late = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new DOMException("late", "TimeoutError")),
  });
  await expect(firstAudio(late, "wav")).rejects.toThrow("0 bytes after 10 s");
});
