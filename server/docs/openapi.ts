import { z } from "zod";
import info from "../../package.json" with { type: "json" };
import { AUDIO_FORMATS, contentType, formOf } from "../../src/audio/encode/form.ts";
import { ERRORS, type ErrorStatus, type Operation, OPERATIONS, SCHEMAS } from "./operations.ts";

type Json = Readonly<Record<string, unknown>>;

const REQUEST_ID = {
  "x-request-id": {
    description:
      "id of the request in the server's log; the client's own x-request-id if it sent one",
    schema: { type: "string" },
  },
};
const RETRY_AFTER = {
  "Retry-After": { description: "seconds to wait before a retry", schema: { type: "integer" } },
};
const UNSPOKEN = {
  "x-unspoken": {
    description:
      "number of letters and digits that the voice cannot say and leaves out, such as Han for an English voice; absent " +
      "if there are none. A stream counts them in the text as sent, a complete file in the text as spoken",
    schema: { type: "integer", minimum: 1 },
  },
};

const IGNORED = {
  "x-utter-ignored": {
    description:
      "fields of the body that were ignored and are spelt almost like a known one, each with the one that was probably " +
      "meant; absent if there are none",
    schema: { type: "string" },
    example: "respone_format (did you mean response_format?)",
  },
};

let document: Json | undefined;

/** Returns the API as an OpenAPI 3.1 document. It is built once, from the schemas that parse the requests. */
export function openapi(): Json {
  return (document ??= build());
}

function build(): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of OPERATIONS)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described(operation) };
  return {
    openapi: "3.1.0",
    info: {
      title: info.name,
      version: info.version,
      description: info.description,
      license: { name: info.license, identifier: info.license },
    },
    servers: [{ url: "/" }],
    tags: [
      { name: "speech", description: "Text to speech" },
      { name: "listings", description: "Voices, engines and models" },
      { name: "operations", description: "Health, metrics and documentation" },
    ],
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(SCHEMAS).map(([name, schema]) => [name, jsonSchema(schema)]),
      ),
      responses: Object.fromEntries(
        Object.entries(ERRORS).map(([status, meaning]) => [
          `Error${status}`,
          error(status, meaning),
        ]),
      ),
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          description: "one of API_KEYS; required if API_KEYS is set",
        },
      },
    },
  };
}

function described(operation: Operation): Json {
  const { tag, id, summary, body, errors, alsoStatus } = operation;
  const headers = {
    ...REQUEST_ID,
    ...(body === undefined ? {} : IGNORED),
    ...(operation.answer === "sound" ? UNSPOKEN : {}),
  };
  const success = { headers, ...content(operation) };
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...parametersOf(operation),
    // Without API_KEYS no key is required, so the empty requirement is valid too.
    ...(errors.includes(401) ? { security: [{}, { key: [] }] } : {}),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              [body.type]: { schema: reference(body.schema), examples: valued(body.examples) },
            },
          },
        }),
    responses: {
      [operation.answer === "socket" ? 101 : 200]: { description: summary, ...success },
      ...(alsoStatus === undefined
        ? {}
        : { [alsoStatus]: { description: ERRORS[alsoStatus], ...success } }),
      ...Object.fromEntries(
        errors.map((status: ErrorStatus) => [
          status,
          { $ref: `#/components/responses/Error${status}` },
        ]),
      ),
    },
  };
}

function parametersOf({ parameters = {}, query = {} }: Operation): Json {
  const schema = { type: "string" };
  const all = [
    ...Object.entries(parameters).map(([name, { meaning: description, example }]) => ({
      name,
      in: "path",
      required: true,
      description,
      schema,
      example,
    })),
    ...Object.entries(query).map(([name, description]) => ({
      name,
      in: "query",
      description,
      schema,
    })),
  ];
  return all.length === 0 ? {} : { parameters: all };
}

function content({ answer }: Operation): Json {
  if (answer === "socket") return {};
  if (answer === "sound") {
    const types = AUDIO_FORMATS.map((format) => contentType(formOf(format)).split(";")[0]);
    const all = [...types, "text/event-stream"].map((type) => [type, {}]);
    return { content: Object.fromEntries(all) };
  }
  if (typeof answer === "object") return { content: { [answer.type]: {} } };
  return { content: { "application/json": { schema: reference(answer) } } };
}

function error(status: string, description: string): Json {
  return {
    description,
    headers: { ...REQUEST_ID, ...(status === "429" || status === "503" ? RETRY_AFTER : {}) },
    content: { "application/json": { schema: reference("Error") } },
  };
}

function reference(name: keyof typeof SCHEMAS): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function valued(examples: Readonly<Record<string, unknown>>): Json {
  return Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));
}

function jsonSchema(schema: z.ZodType): Json {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: "input" });
  return described;
}
