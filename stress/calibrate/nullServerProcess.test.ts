import { expect, test } from "bun:test";
import { startNullServer } from "./nullServerProcess.ts";

test("report() returns the requests since the last report", async () => {
  const server = await startNullServer();
  try {
    const request = { method: "POST", headers: { "x-request-id": "a" }, body: "{}" };
    await (await fetch(`${server.url}/whole/x`, request)).arrayBuffer();
    expect((await server.report()).arrivals.map(([id]) => id)).toEqual(["a"]);
    expect((await server.report()).arrivals).toEqual([]);
  } finally {
    server.close();
  }
});

test("report() rejects after the process has ended", async () => {
  const server = await startNullServer();
  server.close();
  await expect(server.report()).rejects.toThrow("the null server ended with SIGKILL");
});
