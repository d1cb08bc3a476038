import { expect, test } from "bun:test";
import { endpointUrl } from "./request.ts";

test.each([
  ["http://h", "http://h/v1/audio/speech"],
  ["http://h/v1", "http://h/v1/audio/speech"],
  ["http://h/v1/audio/speech", "http://h/v1/audio/speech"],
  ["http://h/v1/audio/speech/", "http://h/v1/audio/speech"],
  ["http://h/tts/v1/audio/speech?k=1", "http://h/tts/v1/audio/speech?k=1"],
  ["http://h/tts", "http://h/tts/v1/audio/speech"],
])("the endpoint of %s is %s", (host, url) => {
  expect(endpointUrl(new URL(host), "/v1/audio/speech").href).toBe(url);
});

test("a path of another API is appended behind /v1", () => {
  expect(endpointUrl(new URL("http://h/v1"), "/speak").pathname).toBe("/v1/speak");
});
