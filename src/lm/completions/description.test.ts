import { expect, test } from "bun:test";
import { allCodes, event, type FakeLm, FIRST_ID, openSource, REQUEST } from "../lm.fake.ts";
import { lmPerTest } from "../lmPerTest.fake.ts";

let lm: FakeLm;
lmPerTest((opened) => {
  lm = opened;
});

test("model and token ids are requested once, also for concurrent generations", async () => {
  const tokens = openSource(lm.url);
  await Promise.all([allCodes(tokens), allCodes(tokens), allCodes(tokens)]);
  await allCodes(tokens);
  const paths = lm.asked.map(({ path }) => path).filter((path) => path !== "/v1/completions");
  expect(paths).toEqual(["/v1/models", "/tokenize"]);
});

test("/tokenize gets the first code, the last code and the end token, with the model", async () => {
  await allCodes(openSource(lm.url));
  const { body = "" } = lm.asked.find(({ path }) => path === "/tokenize") ?? {};
  expect(JSON.parse(body)).toEqual({
    model: "tiny-speech-lm",
    prompt: "<|s_0|><|s_65535|><|im_end|>",
    add_special_tokens: false,
  });
});

test("requests name the configured model even if the LM does not list it", async () => {
  await allCodes(openSource(lm.url, { model: "mine" }));
  lm.listed = null;
  await allCodes(openSource(lm.url, { model: "mine" }));
  expect(lm.generations()).toMatchObject([{ model: "mine" }, { model: "mine" }]);
});

test.each([
  [{ max_model_len: 2048 }, 2048 - 6 - 64],
  [{ max_model_len: 4096 }, 3072],
  [{ max_model_len: null }, 3072],
  [{ max_model_len: 0 }, 3072],
  [{}, 3072],
])("a model with %j gives max_tokens %d", async (listed, maxTokens) => {
  lm.listed = listed;
  for (const model of [null, "tiny-speech-lm"]) {
    await allCodes(openSource(lm.url, { model }));
    expect(lm.generations().at(-1)).toMatchObject({ max_tokens: maxTokens });
  }
});

test("a configured model that is not listed does not clamp max_tokens", async () => {
  lm.listed = { max_model_len: 2048 };
  await allCodes(openSource(lm.url, { model: "other" }));
  expect(lm.generations()).toMatchObject([{ max_tokens: 3072 }]);
});

test("the error of a generation at the model's length names the clamped max_tokens", async () => {
  lm.listed = { max_model_len: 2 };
  lm.answers = [[event(1, "length")]];
  await expect(allCodes(openSource(lm.url))).rejects.toThrow("max_tokens (1)");
});

const AS_TEXT = [event(1, null, "text"), event(2, null, "text"), event(3, "stop", "text")];

test.each([
  ["404", null],
  ["an object of tokens", { tokens: {} }],
  ["tokens that are not numbers", { tokens: ["a", "b", "c"] }],
  ["no tokens", { tokens: [] }],
  ["no field of tokens", {}],
  ["a list", [1, 2]],
  ["codes that are not contiguous", { tokens: [FIRST_ID, FIRST_ID + 9, 357] }],
])("where /tokenize answers with %s, tokens are read from the text", async (_name, answer) => {
  lm.tokenization = answer;
  lm.answers = [AS_TEXT];
  const faults: string[] = [];
  const tokens = openSource(lm.url, { onFault: (fault) => void faults.push(fault) });
  expect(await allCodes(tokens)).toEqual([1, 2, 3]);
  expect(faults).toEqual([]);
  expect(lm.generations().at(-1)).not.toHaveProperty("stop_token_ids");
});

test.each([[[]], [[357, 358]]])(
  "an end token of several ids, or of none, is not sent as stop token: %j",
  async (endIds) => {
    lm.tokenization = { tokens: [FIRST_ID, FIRST_ID + 65_535, ...endIds] };
    expect(await allCodes(openSource(lm.url))).toEqual([1, 2, 3]);
    expect(lm.generations().at(-1)).not.toHaveProperty("stop_token_ids");
  },
);

test.each([408, 429, 500, 503])(
  "the list of models is requested again after %d, also for a configured model",
  async (status) => {
    let isUp = false;
    using proxy = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: async (request) => {
        if (!isUp) return new Response("no healthy upstream", { status });
        const { pathname } = new URL(request.url);
        return fetch(new URL(pathname, lm.url), {
          method: request.method,
          ...(request.method === "POST" ? { body: await request.text() } : {}),
        });
      },
    });
    lm.listed = { max_model_len: 2048 };
    const tokens = openSource(proxy.url.href, { model: "tiny-speech-lm" });
    await expect(allCodes(tokens)).rejects.toThrow(`${status}`);
    isUp = true;
    expect(await allCodes(tokens)).toEqual([1, 2, 3]);
    expect(lm.generations()).toMatchObject([{ max_tokens: 2048 - 6 - 64 }]);
  },
);

test.each([404, 501])(
  "a list of models with %d matters only where no model is configured",
  async (status) => {
    using server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: (request) =>
        request.url.endsWith("/v1/models")
          ? new Response("no", { status })
          : fetch(new URL(new URL(request.url).pathname, lm.url), {
              method: "POST",
              body: request.body,
            }),
    });
    expect(await allCodes(openSource(server.url.href, { model: "mine" }))).toEqual([1, 2, 3]);
    await expect(allCodes(openSource(server.url.href))).rejects.toThrow(`refused with ${status}`);
  },
);

test("a client that disconnects does not fail the requests that share the description", async () => {
  const tokens = openSource(lm.url);
  const client = new AbortController();
  const disconnected = Array.fromAsync(tokens(REQUEST, client.signal));
  const other = allCodes(tokens);
  client.abort();
  await expect(disconnected).rejects.toMatchObject({ code: "aborted" });
  expect(await other).toEqual([1, 2, 3]);
});
