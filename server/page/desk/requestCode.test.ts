import { expect, test } from "bun:test";
import { CODE_LANGUAGES, requestCode } from "./requestCode.ts";

const OPTIONS = {
  url: "http://127.0.0.1:9091/v1/audio/speech",
  body: { input: 'It\'s "quoted",\nwith \\ and \u{1f600}' },
  file: "speech.wav",
  hasKey: false,
};

test("the shell reads the shown curl command as the request", () => {
  const code = requestCode("curl", OPTIONS).replace(/^curl/, "printf '%s\\n'");
  const { stdout } = Bun.spawnSync(["sh", "-c", code]);
  const lines = stdout.toString();
  expect(lines).toContain(`-d\n${JSON.stringify(OPTIONS.body)}\n-o\nspeech.wav`);
});

test("a key is shown as a placeholder, and only where one is used", () => {
  for (const language of CODE_LANGUAGES) {
    expect(requestCode(language, OPTIONS)).not.toContain("YOUR_KEY");
    expect(requestCode(language, { ...OPTIONS, hasKey: true })).toContain("Bearer YOUR_KEY");
  }
});

test("JavaScript and Python have the body as it is", () => {
  const text = JSON.stringify(OPTIONS.body.input);
  expect(requestCode("JavaScript", OPTIONS)).toContain(text);
  expect(requestCode("Python", OPTIONS)).toContain(text);
});
