import { expect, test } from "bun:test";
import { passing, withFakeTime } from "./time.fake.ts";
import { createStallClock } from "./stall.ts";
import { createUnsent } from "./unsent.ts";

function build(unsent: () => number | null) {
  let stalls = 0;
  let moves = 0;
  const clock = createStallClock({
    limitMs: 1000,
    unsent: async () => unsent(),
    moved: () => {
      moves += 1;
    },
    stalled: () => {
      stalls += 1;
    },
  });
  return { clock, pass: passing, stalls: () => stalls, moves: () => moves };
}

test("a reader for whom nothing moves in the kernel has stalled after the limit, and not before", () =>
  withFakeTime(async () => {
    const { clock, pass, stalls } = build(() => 5000);
    clock.wait();
    await pass(980);
    expect(stalls()).toBe(0);
    await pass(40);
    expect(stalls()).toBe(1);
    await pass(5000);
    expect(stalls()).toBe(1);
  }));

test("a reader who takes a little in each span has not stalled, though nobody pulls; once it stops it has", () =>
  withFakeTime(async () => {
    let held = 1_000_000;
    let reads = true;
    const { clock, pass, stalls, moves } = build(() => (reads ? (held -= 1000) : held));
    clock.wait();
    await pass(10_000);
    expect([stalls(), moves()]).toEqual([0, 99]);
    reads = false;
    await pass(980);
    expect(stalls()).toBe(0);
    await pass(140);
    expect(stalls()).toBe(1);
  }));

test("where the kernel can't be asked, the limit alone counts; whoever takes the next piece begins anew", () =>
  withFakeTime(async () => {
    const { clock, pass, stalls } = build(() => null);
    for (let piece = 0; piece < 5; piece += 1) {
      clock.wait();
      await pass(900);
    }
    clock.stop();
    await pass(5000);
    expect(stalls()).toBe(0);
    clock.wait();
    await pass(1010);
    expect(stalls()).toBe(1);
  }));

test("the kernel tells what it holds for a peer, nothing of a stranger", async () => {
  const asked = Promise.withResolvers<{ address: string; port: number } | null>();
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch(request, server) {
      asked.resolve(server.requestIP(request));
      return new Response(new Uint8Array(20_000_000));
    },
  });
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: server.port ?? 0,
    socket: { data() {} },
  });
  socket.pause();
  socket.write("GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  const peer = await asked.promise;
  const unsentBytes = createUnsent({ maxAgeMs: 0, now: () => performance.now() });
  if (process.platform === "linux") while (!(await unsentBytes(peer))) await Bun.sleep(2);
  else expect(await unsentBytes(peer)).toBeNull();
  const shared = createUnsent({ maxAgeMs: 1, now: () => 0 });
  const held = await shared(peer);
  socket.terminate();
  expect(await shared(peer)).toBe(held); // the same look
  expect(await unsentBytes(null)).toBeNull();
  expect(await unsentBytes({ address: "127.0.0.1", port: 1 })).toBeNull();
  expect(await unsentBytes({ address: "::1", port: 1 })).toBeNull();
});
