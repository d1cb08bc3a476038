import { freePort } from "../bench/serverProcess.ts";
import type { Case } from "./cases.ts";
import { scriptCase } from "./script.ts";
import { type TestServer, withSettings } from "./testServer.ts";

const CLAIMS = {
  "talk-livekit-elevenlabs":
    "LiveKit's ElevenLabs plugin speaks turns and interruptions on one socket, with the words of the text",
  "talk-pipecat-elevenlabs":
    "Pipecat's ElevenLabs service speaks turns and interruptions, in sentences and in tokens",
  "talk-elevenlabs-socket": "ElevenLabs' Python package speaks over stream-input",
  "talk-livekit-deepgram":
    "LiveKit's Deepgram plugin speaks turns and interruptions at three sample rates",
  "talk-pipecat-deepgram":
    "Pipecat's Deepgram service speaks turns; an interruption silences it within 100 ms",
  "talk-deepgram-socket":
    "Deepgram's Python package speaks turns on a socket, clears and gets warnings",
  "talk-livekit-baseten":
    "LiveKit's Baseten plugin speaks turns and interruptions, with the words of the text",
} as const;

/** Returns the cases of Python clients that speak over sockets, which run the scripts `python/talk_*.py`. */
export function talkCases(python: string): readonly Case<TestServer>[] {
  const cases = Object.entries(CLAIMS).map(([id, claim]) => {
    const script = `${import.meta.dir}/python/${id.replaceAll("-", "_")}.py`;
    return scriptCase({ id, claim, command: [python, script] });
  });
  return [...cases, wyomingCase(python)];
}

/** Returns the case of Home Assistant's protocol, for which a server listens on a port of its own. */
function wyomingCase(python: string): Case<TestServer> {
  const script = scriptCase({
    id: "talk-wyoming",
    claim: "Wyoming's own classes read voices, a whole answer, and a stream before its text ends",
    command: [python, `${import.meta.dir}/python/talk_wyoming.py`],
  });
  return {
    ...script,
    run: (testServer) => {
      const port = freePort();
      return withSettings(testServer, { WYOMING_PORT: String(port) }, () =>
        script.run({ ...testServer, url: `tcp://127.0.0.1:${port}` }),
      );
    },
  };
}
