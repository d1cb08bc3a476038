import { expect, test } from "bun:test";
import { firstSound } from "./first.ts";

test("a body that ends before any sound is not told as one that came too late", async () => {
  const ended = new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
  await expect(firstSound(ended, "wav")).rejects.toThrow("it ended after 0 bytes");
  const broken = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new Error("reset")),
  });
  await expect(firstSound(broken, "wav")).rejects.toThrow("0 bytes before it broke: reset");
  const late = new ReadableStream<Uint8Array>({
    start: (controller) => controller.error(new DOMException("late", "TimeoutError")),
  });
  await expect(firstSound(late, "wav")).rejects.toThrow("0 bytes after 10 s");
});
