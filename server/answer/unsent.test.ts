import { expect, test } from "bun:test";
import { createUnsent } from "./unsent.ts";

test("createUnsent() - returns the bytes in a client's send queue, and null for an unknown address", async () => {
  const asking = Promise.withResolvers<{ address: string; port: number } | null>();
  using server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    idleTimeout: 0,
    fetch(request, server) {
      asking.resolve(server.requestIP(request));
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
  const peer = await asking.promise;
  const unsentBytes = createUnsent({ maxAgeMs: 0, now: () => performance.now() });
  if (process.platform === "linux") while (!(await unsentBytes(peer))) await Bun.sleep(2);
  else expect(await unsentBytes(peer)).toBeNull();
  const shared = createUnsent({ maxAgeMs: 1, now: () => 0 });
  const queued = await shared(peer);
  socket.terminate();
  expect(await shared(peer)).toBe(queued); // from the cached table
  expect(await unsentBytes(null)).toBeNull();
  expect(await unsentBytes({ address: "127.0.0.1", port: 1 })).toBeNull();
  expect(await unsentBytes({ address: "::1", port: 1 })).toBeNull();
});
