import { expect, test } from "bun:test";
import { build } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { OPENAI_MODELS } from "../names/openai.ts";

test("GET /v1/models/{model} returns the entry of the list, for a name in any case", async () => {
  const { app } = build();
  const get = async (path: string) => (await app.request(path)).json();
  const { data } = (await get("/v1/models")) as { readonly data: readonly { id: string }[] };
  expect(data.map(({ id }) => id)).toEqual(["fake", ...OPENAI_MODELS]);
  for (const entry of data) {
    expect(await get(`/v1/models/${entry.id}`)).toEqual(entry);
    expect(await get(`/v1/models/${entry.id.toUpperCase()}/`)).toEqual(entry);
  }
});

test("GET /v1/models/{model} takes a name with slashes, encoded or not", async () => {
  const { app } = build(createFakeEngine(), { MODEL_ALIASES: "org/voice-1" });
  for (const name of ["org/voice-1", "org%2Fvoice-1"])
    expect(await (await app.request(`/v1/models/${name}`)).json()).toMatchObject({
      id: "org/voice-1",
      object: "model",
    });
});

test("GET /v1/models/{model} refuses an unknown model with the list", async () => {
  const response = await build().app.request("/v1/models/gpt-9");
  expect(response.status).toBe(404);
  const { error } = (await response.json()) as { readonly error: Record<string, string> };
  expect(error).toMatchObject({ code: "model_not_found", param: "model" });
  for (const name of ["fake", ...OPENAI_MODELS]) expect(error["message"]).toContain(name);
  expect(error["message"]).toEndWith('got "gpt-9"');
});
