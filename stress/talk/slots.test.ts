import { expect, test } from "bun:test";
import { openSlotWatch } from "./slots.ts";

const never = new AbortController().signal;
const clock = (): number => performance.now();

/** Serves these answers by path; each request takes the next one, the last one stays. */
function serve(answers: Readonly<Record<string, readonly string[]>>) {
  const counts = new Map<string, number>();
  return Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      const { pathname } = new URL(request.url);
      const list = answers[pathname] ?? [];
      const at = counts.get(pathname) ?? 0;
      counts.set(pathname, at + 1);
      const answer = list[Math.min(at, list.length - 1)];
      if (answer === undefined) return new Response("", { status: 404 });
      return new Response(answer, { status: answer === "" ? 500 : 200 });
    },
  });
}

async function freed(answers: Parameters<typeof serve>[0], isAlone = () => true) {
  const server = serve(answers);
  const watch = await openSlotWatch(
    `${server.url.origin}/v1/audio/speech`,
    { insecure: false },
    {},
  );
  try {
    return await watch.freed(clock, isAlone, never);
  } finally {
    watch.close();
    void server.stop(true);
  }
}
const ready = (inFlight: number): string => JSON.stringify({ in_flight: inFlight });

test("a slot is free when the server has no more requests than before", async () => {
  const others = [2, 3, 3, 2].map(ready); // two requests of others
  const beganMs = clock();
  const freedMs = await freed({ "/ready": others });
  expect(freedMs).toBeGreaterThan(beganMs + 9); // two looks, 5 ms apart
});

test.each([
  "utter_requests_in_flight 0",
  'vllm:num_requests_running{model_name="m"} 0.0',
  "# TYPE sglang:num_running_reqs gauge\nsglang:num_running_reqs 0\n",
])("the gauge of /metrics is read: %s", async (line) => {
  expect(
    await freed({ "/metrics": [line, line.replace(/0(\.0)?\n?$/, "1"), line] }),
  ).not.toBeNull();
});

test("what the server does not tell is null", async () => {
  expect(await freed({})).toBeNull();
  expect(await freed({ "/ready": ['{"status":"ok"}', "<html>"] })).toBeNull();
  expect(await freed({ "/ready": [ready(0), ""] })).toBeNull();
});

test("a count that contains another reply of the tester is not used", async () => {
  expect(await freed({ "/ready": [ready(0)] }, () => false)).toBeNull();
});
