import { expect, test } from "bun:test";
import { nearestRoute } from "./nearest.ts";

const ROUTES = [
  "POST /v1/audio/speech",
  "POST /v1/audio/vc",
  "POST /v1/audio/normalize",
  "GET /v1/audio/voices",
  "GET /v1/audio/speaker",
  "GET /v1/audio/models",
  "GET /v1/models",
  "GET /v1/models/{model}",
  "POST /v1/text-to-speech/{voice}",
  "GET /v1/text-to-speech/{voice}/stream-input",
  "GET /health",
  "GET /ready",
  "GET /openapi.json",
  "GET /docs",
].map(parsed);

function parsed(line: string) {
  const [method = "", path = ""] = line.split(" ");
  return { method, path };
}

test("nearestRoute() - finds the route of a path with a wrong prefix, word or letter", () => {
  const cases: readonly [string, string][] = [
    ["POST /audio/speech", "POST /v1/audio/speech"],
    ["POST /v1/v1/audio/speech", "POST /v1/audio/speech"],
    ["POST /api/v1/audio/speech", "POST /v1/audio/speech"],
    ["POST /v2/audio/speech", "POST /v1/audio/speech"],
    ["POST /V1/Audio/Speech", "POST /v1/audio/speech"],
    ["GET /audio/speech", "POST /v1/audio/speech"],
    ["POST /v1/speech", "POST /v1/audio/speech"],
    ["POST /v1/audio/speach", "POST /v1/audio/speech"],
    ["POST /v1/audio/speehc", "POST /v1/audio/speech"],
    ["POST /v1/audio/speech/create", "POST /v1/audio/speech"],
    ["POST /v1/tts", "POST /v1/audio/speech"],
    ["POST /tts", "POST /v1/audio/speech"],
    ["POST /v1/audio/speak", "POST /v1/audio/speech"],
    ["POST /synthesize", "POST /v1/audio/speech"],
    ["POST /v1/text-to-speech", "POST /v1/text-to-speech/{voice}"],
    ["POST /text-to-speech/anna", "POST /v1/text-to-speech/{voice}"],
    ["GET /v1/text-to-speech/anna/stream_input", "GET /v1/text-to-speech/{voice}/stream-input"],
    ["GET /models", "GET /v1/models"],
    ["GET /v1/model", "GET /v1/models"],
    ["GET /v1/model/tts-1", "GET /v1/models/{model}"],
    ["GET /voices", "GET /v1/audio/voices"],
    ["GET /v1/audio/voice", "GET /v1/audio/voices"],
    ["GET /v1/speakers", "GET /v1/audio/speaker"],
    ["GET /healthz", "GET /health"],
    ["GET /livez", "GET /health"],
    ["GET /readyz", "GET /ready"],
    ["GET /swagger", "GET /docs"],
    ["GET /v1/openapi.json", "GET /openapi.json"],
  ];
  for (const [asked, meant] of cases)
    expect([asked, nearestRoute(parsed(asked), ROUTES)]).toEqual([asked, parsed(meant)]);
});

test("nearestRoute() - finds nothing for a path that no route resembles", () => {
  const deep = `/${"v9x/speech/".repeat(20)}`;
  const paths = [
    "/",
    "/v1",
    "/v1/chat/completions",
    "/v1/audio/transcriptions",
    "/favicon.ico",
    deep,
  ];
  for (const path of paths)
    expect([path, nearestRoute({ method: "GET", path }, ROUTES)]).toEqual([path, null]);
});
