import { expect, test } from "bun:test";
import { build, speech } from "../app.fake.ts";
import { OPERATIONS, SCHEMAS } from "../docs/operations.ts";

/** Sentences of Zod, of the JSON parser and of Bun, which mean nothing to a client. */
const FOREIGN =
  /Invalid (input|option|type|key|value|string|literal)|expected (a |an )?\w+, received|received undefined|Unrecognized key|Too (small|big)|JSON Parse|Unexpected (token|end)|fetch\(\)|Malformed/;

const WRONG: readonly unknown[] = [
  null,
  [],
  {},
  -1,
  1e9,
  0.5,
  "",
  "zzz",
  true,
  { id: 5 },
  { a: "" },
  { "": "b" },
  { lexicon: { "": 1 }, numbers: "no", odd: 1 },
  { speed: "fast", chunk_length_schedule: "x" },
];

const ROUTES = OPERATIONS.flatMap(({ method, path, body }) =>
  method === "post" && body?.type === "application/json"
    ? [{ path: path.replace("{voice}", "anna"), schema: SCHEMAS[body.schema] }]
    : [],
);

/** Bodies with one wrong field each. */
function wrongBodies(fields: readonly string[]): readonly unknown[] {
  const right = { input: "Hello.", text: "Hello." };
  return [
    ...WRONG,
    ...fields.flatMap((field) => WRONG.map((value) => ({ ...right, [field]: value }))),
  ];
}

test.each(ROUTES)(
  "every error of $path is in this server's own words",
  async ({ path, schema }) => {
    const { app } = build();
    const fields = Object.keys("shape" in schema ? schema.shape : {});
    const messages: string[] = [];
    for (const body of wrongBodies(fields)) {
      const response = await app.request(path, speech(JSON.stringify(body)));
      const text = await response.text();
      if (response.status < 400) continue;
      messages.push((JSON.parse(text) as { error: { message: string } }).error.message);
    }
    expect(messages.length).toBeGreaterThan(fields.length);
    expect(messages.filter((message) => FOREIGN.test(message))).toEqual([]);
  },
);

test.each(["{", "", "nothing", "[1,", '"\\ud800', "\u0000"])(
  "the error of the body %j is in this server's own words",
  async (body) => {
    const response = await build().app.request("/v1/audio/speech", speech(body));
    expect(response.status).toBe(400);
    expect(await response.text()).not.toMatch(FOREIGN);
  },
);
