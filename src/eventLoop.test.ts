import { expect, test } from "bun:test";
import { yieldToEventLoop } from "./eventLoop.ts";

test("yieldToEventLoop() - resumes one caller per iteration in order, with timers in between", async () => {
  const seen: string[] = [];
  const work = async (name: string): Promise<void> => {
    for (let portion = 0; portion < 3; portion += 1) {
      await yieldToEventLoop();
      seen.push(name);
      const until = performance.now() + 5;
      while (performance.now() < until); // a portion of computation
    }
  };
  const timer = setInterval(() => seen.push("timer"), 1);
  await Promise.all([work("a"), work("b")]);
  clearInterval(timer);
  expect(seen.filter((name) => name !== "timer")).toEqual(["a", "b", "a", "b", "a", "b"]);
  const timers = seen
    .slice(seen.indexOf("a"), seen.lastIndexOf("b"))
    .filter((name) => name === "timer");
  expect(timers.length).toBeGreaterThanOrEqual(3);
});

test("yieldToEventLoop() - resumes urgent callers first, also those that come later", async () => {
  const seen: string[] = [];
  const wait = async (name: string, urgency: "urgent" | "ordinary"): Promise<void> => {
    await yieldToEventLoop(urgency);
    seen.push(name);
  };
  const ordinary = [wait("a", "ordinary"), wait("b", "ordinary")];
  const urgent = [wait("c", "urgent"), wait("d", "urgent")];
  await urgent[0];
  await Promise.all([...ordinary, ...urgent, wait("e", "urgent")]);
  expect(seen).toEqual(["c", "d", "e", "a", "b"]);
});
