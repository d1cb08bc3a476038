import type { Case } from "./cases.ts";
import { scriptCase } from "./script.ts";
import type { TestServer } from "./testServer.ts";

const CLAIMS = {
  "python-openai":
    "OpenAI's Python package gets a file, a stream, errors, models and twenty answers at once",
  "python-livekit": "LiveKit's own plugin decodes every format, from bytes and from events",
  "python-pipecat": "Pipecat's own service yields the server's PCM in its frames",
  "talk-elevenlabs":
    "ElevenLabs' Python package gets audio, the times of all characters, voices and errors by HTTP",
  "talk-deepgram": "Deepgram's Python package gets every encoding and errors by HTTP",
} as const;

/** Returns the cases of Python clients, which run the scripts in `python/`. */
export function pythonCases(python: string): readonly Case<TestServer>[] {
  return Object.entries(CLAIMS).map(([id, claim]) => {
    const script = `${import.meta.dir}/python/drive_${id.replace(/^\w+-/, "")}.py`;
    return scriptCase({ id, claim, command: [python, script] });
  });
}
