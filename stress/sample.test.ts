import { expect, spyOn, test } from "bun:test";
import { parseInvocation } from "./options/options.ts";
import { printSample } from "./sample.ts";
import { answerWith, fakeServer } from "./server.fake.ts";

test("printSample() - leaves no listener on the signal", async () => {
  const server = await fakeServer((socket) => answerWith(socket, "{}"));
  const printed = spyOn(process.stdout, "write").mockImplementation(() => true);
  try {
    const invocation = parseInvocation(["sweep", "--sample", "--host", server.url]);
    if (invocation.kind !== "sample") throw new Error("no sample");
    const { signal } = new AbortController();
    const added = spyOn(signal, "addEventListener");
    const removed = spyOn(signal, "removeEventListener");
    expect(await printSample(invocation.options, signal)).toBe(0);
    expect(added).toHaveBeenCalledTimes(1);
    const [[event, listener] = []] = added.mock.calls;
    expect(removed.mock.calls).toEqual([[event, listener]] as typeof removed.mock.calls);
  } finally {
    printed.mockRestore();
    server.close();
  }
});
