import { expect, test } from "bun:test";
import { startText } from "./startText.ts";

const STARTED = { engines: ["hibari", "flite"], voice: "heart", needsKey: false };

test("the text of the start names the address, the voice, the page, the API and the base URL", () => {
  const text = startText({ ...STARTED, url: "http://127.0.0.1:9091/" });
  expect(text).toStartWith(
    "utter listens at http://127.0.0.1:9091 (engines hibari, flite, voice heart)\n",
  );
  for (const address of ["/\n", "/docs\n", "/v1 ", "/v1/audio/speech "])
    expect(text).toContain(` http://127.0.0.1:9091${address}`);
  expect(text).not.toContain("authorization");
});

test.each(["http://0.0.0.0:8080/", "http://[::]:8080/"])(
  "for the wildcard address %s the API is at localhost",
  (url) => {
    const text = startText({ ...STARTED, url });
    expect(text).toContain("API       http://localhost:8080/docs\n");
    expect(text).toContain("curl http://localhost:8080/v1/audio/speech");
  },
);

test("with API keys the request has one", () => {
  const text = startText({ ...STARTED, url: "http://127.0.0.1:9091/", needsKey: true });
  expect(text).toContain(`-H "authorization: Bearer $KEY"`);
});
