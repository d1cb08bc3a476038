import type { Case } from "./cases.ts";
import { scriptCase } from "./script.ts";
import type { TestServer } from "./testServer.ts";

const CLAIMS = {
  "talk-livekit-elevenlabs":
    "LiveKit's ElevenLabs plugin speaks turns and interruptions on one socket, with the words of the text",
  "talk-pipecat-elevenlabs":
    "Pipecat's ElevenLabs service speaks turns and interruptions, in sentences and in tokens",
  "talk-elevenlabs-socket": "ElevenLabs' Python package speaks over stream-input",
} as const;

/** Returns the cases of Python clients that speak over sockets, which run the scripts `python/talk_*.py`. */
export function talkCases(python: string): readonly Case<TestServer>[] {
  return Object.entries(CLAIMS).map(([id, claim]) => {
    const script = `${import.meta.dir}/python/${id.replaceAll("-", "_")}.py`;
    return scriptCase({ id, claim, command: [python, script] });
  });
}
