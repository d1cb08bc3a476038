import { expect, test } from "bun:test";
import { build } from "./fake-app.ts";

test("listings have the shapes that clients read", async () => {
  const { app } = build();
  const get = async (path: string) => (await app.request(path)).json();
  expect(await get("/v1/audio/voices")).toMatchObject({
    voices: [{ id: "anna", name: "Anna" }, { id: "ben" }],
  });
  expect(await get("/v1/audio/speaker")).toEqual(["anna", "ben"]);
  expect(await get("/v1/audio/models")).toEqual({ models: [{ id: "fake", name: "fake" }] });
  expect(await get("/v1/models")).toMatchObject({
    object: "list",
    data: [{ id: "fake", object: "model" }, {}, {}, {}],
  });
});
