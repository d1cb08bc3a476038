import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "bun:test";
import { build, speech } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { openapi } from "./openapi.ts";
import { examplePath, OPERATIONS, SCHEMAS } from "./operations.ts";
import { toTemplate } from "../routes/template.ts";

test("/openapi.json is a valid OpenAPI 3.1 document and requires no key", async () => {
  const { app } = build(createFakeEngine(), { API_KEYS: "one" });
  const document = (await (await app.request("/openapi.json")).json()) as Record<string, unknown>;
  expect(document).toEqual(JSON.parse(JSON.stringify(openapi())));
  expect(await new Validator().validate(document)).toEqual({ valid: true });
  expect(document["openapi"]).toBe("3.1.0");
});

test("OPERATIONS contains exactly the routes of the app", () => {
  const { app } = build();
  const routes = app.routes.filter(({ method }) => method !== "ALL");
  const routed = new Set(routes.map(({ method, path }) => `${method} ${toTemplate(path)}`));
  const described = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  // If this fails, add the missing route to operations.ts.
  expect([...routed].sort()).toEqual(described.sort());
});

test("responses match the described schemas", async () => {
  const { app } = build();
  for (const operation of OPERATIONS) {
    const { method, body, answer } = operation;
    const path = examplePath(operation);
    // A form needs a recording and an encoder: see clone.test.ts.
    if (body?.type === "multipart/form-data" || answer === "socket") continue;
    const examples = body ? Object.values(body.examples) : [null];
    for (const example of examples) {
      // The fake engine does not have the voices of the examples.
      const input = example && { ...example, voice: null };
      const response = await app.request(path, method === "post" ? speech(input) : {});
      expect({ path, example, status: response.status }).toEqual({ path, example, status: 200 });
      const schema = typeof answer === "string" && answer !== "sound" ? SCHEMAS[answer] : null;
      if (schema) schema.parse(await response.json());
      else if (path === "/live/events")
        await response.body?.cancel(); // It has no end.
      else await response.bytes();
    }
  }
  const refused = await app.request("/v1/audio/speech", speech({ input: 5 }));
  expect(SCHEMAS.Error.parse(await refused.json()).error.param).toBe("input");
});

test("answers with speech describe the header x-unspoken", () => {
  const described = JSON.stringify(openapi()).match(/"x-unspoken"/g);
  expect(described).toHaveLength(OPERATIONS.filter(({ answer }) => answer === "sound").length);
});

test("the schemas accept the examples", () => {
  for (const { body } of OPERATIONS) {
    if (!body) continue;
    for (const example of Object.values(body.examples)) SCHEMAS[body.schema].parse(example);
  }
});

test("/docs shows every route and field", async () => {
  const response = await build().app.request("/docs");
  const text = await response.text();
  for (const { path } of OPERATIONS) expect(text).toContain(path);
  for (const field of Object.keys(SCHEMAS.SpeechRequest.shape)) expect(text).toContain(field);
});
