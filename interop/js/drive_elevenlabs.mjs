/** Runs @elevenlabs/elevenlabs-js, installed in the folder argv[2], against the server at argv[3]. */

import assert from "node:assert/strict";

const [, , folder, url] = process.argv;
const { ElevenLabsClient } = await import(Bun.resolveSync("@elevenlabs/elevenlabs-js", folder));
const client = new ElevenLabsClient({ baseUrl: url, apiKey: "any" });
const speech = client.textToSpeech;

/** A voice of ElevenLabs, which their examples use. */
const VOICE = "JBFqnCBsd6RMkjVDRZzb";
const text = "Of course! \u{1f600} The *next* train leaves at 9:30, and it costs $12.90.";
const ask = { text, outputFormat: "pcm_16000" };

const complete = await new Response(await speech.convert(VOICE, ask)).bytes();
const streamed = await new Response(await speech.stream(VOICE, ask)).bytes();
assert.deepEqual(streamed, complete, "the stream differs from the file");

const whole = await speech.convertWithTimestamps(VOICE, ask);
const parts = await Array.fromAsync(await speech.streamWithTimestamps(VOICE, ask));
for (const answers of [[whole], parts]) {
  const audio = answers.map(({ audioBase64 }) => Buffer.from(audioBase64, "base64"));
  assert.deepEqual(new Uint8Array(Buffer.concat(audio)), complete, "the audio with times differs");
  const characters = answers.flatMap(({ alignment }) => alignment?.characters ?? []);
  assert.equal(characters.join(""), text);
}
const { voices } = await client.voices.getAll();
assert.equal((await client.voices.search()).totalCount, voices.length);
await assert.rejects(speech.convert("nobody", ask), (error) => {
  return error.statusCode === 400 && error.body.detail.status === "unknown_voice";
});
const seconds = (complete.length / 32_000).toFixed(2);
console.log(`${seconds} s, ${parts.length} lines with times, ${voices.length} voices`);
