import { expect, jest, test } from "bun:test";
import { type FakeLm, FIRST_ID } from "../lm.fake.ts";
import { until } from "../../until.fake.ts";
import { PROMPT_STYLES } from "../prompt.ts";
import { createUpstream } from "./upstream.ts";
import { lmPerTest } from "../lmPerTest.fake.ts";

const OPTIONS = { apiKey: null, model: null, style: PROMPT_STYLES.scicom, idleMs: 1000 };

let lm: FakeLm;
lmPerTest((opened) => {
  lm = opened;
});

test("concurrent calls share one description", async () => {
  const upstream = createUpstream({ ...OPTIONS, url: lm.url });
  const [one, other] = await Promise.all([upstream.describe(), upstream.describe()]);
  expect(one).toMatchObject({ model: "tiny-speech-lm", firstId: FIRST_ID });
  expect(other).toBe(one);
  expect(await upstream.describe()).toBe(one);
  expect(lm.asked).toHaveLength(2);
});

test("a failed description is requested again", async () => {
  const upstream = createUpstream({ ...OPTIONS, url: lm.url });
  lm.listed = null;
  await expect(upstream.describe()).rejects.toMatchObject({ fault: "access" });
  lm.listed = {};
  expect(await upstream.describe()).toMatchObject({ model: "tiny-speech-lm" });
});

test("a description that does not arrive times out, without user name and password", async () => {
  jest.useFakeTimers();
  let asked = false;
  using silent = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch() {
      asked = true;
      return new Promise<Response>(() => {});
    },
  });
  const url = silent.url.href.replace("//", "//user:word@");
  const description = createUpstream({ ...OPTIONS, url }).describe();
  description.catch(() => {});
  await until(() => asked);
  jest.advanceTimersByTime(1000);
  await expect(description).rejects.toMatchObject({
    code: "timeout",
    message: `the speech LM at ${silent.url.origin}: /v1/models or /tokenize timed out after 1 s`,
  });
  await silent.stop(true);
});

test("no timer is left after a description", async () => {
  jest.useFakeTimers();
  await createUpstream({ ...OPTIONS, url: lm.url }).describe();
  expect(jest.getTimerCount()).toBe(0);
});
