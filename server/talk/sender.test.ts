import { expect, jest, test } from "bun:test";
import { withFakeTime } from "../time.fake.ts";
import { createSender } from "./sender.ts";

const live = new AbortController().signal;

function open(bytes: number) {
  const socket = { bytes, unsentBytes: () => socket.bytes };
  const seen = { stalls: 0 };
  const onStalled = (): void => void (seen.stalls += 1);
  return { socket, seen, ...createSender({ socket, stallMs: 1000, onStalled }) };
}

test("contexts that wait are served in turn while there is room", async () => {
  const { socket, turn, drained } = open(300_000);
  const order: string[] = [];
  const send = async (name: string): Promise<void> => {
    for (let frame = 0; frame < 3; frame += 1) {
      await turn(live);
      order.push(name);
    }
  };
  const sent = Promise.all([send("a"), send("b")]);
  await Bun.sleep(5);
  expect(order).toEqual([]);
  socket.bytes = 0;
  drained();
  await sent;
  expect(order.join("")).toBe("ababab");
});

test("a wait ends with the abort of its context", async () => {
  const { turn } = open(300_000);
  const abort = new AbortController();
  const wait = turn(abort.signal);
  abort.abort();
  await expect(wait).rejects.toMatchObject({ code: "aborted" });
});

test("a client that reads nothing for the limit has stalled, one that reads slowly has not", () =>
  withFakeTime(async () => {
    const { socket, seen, turn, close } = open(900_000);
    turn(live).catch(() => {});
    for (let second = 0; second < 5; second += 1) {
      jest.advanceTimersByTime(900);
      socket.bytes -= 100_000;
      expect(seen.stalls).toBe(0);
    }
    jest.advanceTimersByTime(1100);
    expect(seen.stalls).toBe(1);
    close();
  }));
