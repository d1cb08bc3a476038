import { parseArgs } from "node:util";
import { startServer } from "../bench/serverProcess.ts";
import { openReport } from "./cases.ts";
import { CLIENTS, CURL } from "./clients.ts";
import { docsCase } from "./docs.ts";
import { elevenLabsJs } from "./elevenLabsJs.ts";
import { hasFfmpeg } from "./ffmpeg.ts";
import { FIRST } from "./first.ts";
import { FORMATS } from "./formats.ts";
import { OPENAI } from "./openai.ts";
import { pythonCases } from "./python.ts";
import { talkCases } from "./talk.ts";
import { TELEPHONY } from "./telephony.ts";

const HELP = `bun run interop [--python PATH] [--elevenlabs-js FOLDER] [NAMES]: tests the server and its embedded voice with real clients;
prints one line per case; exit status 1 if any failed

  NAMES          prefixes of case names, for example openai, livekit, formats, formats-mp3 (default: all)
  --python PATH  a Python with livekit-plugins-openai, -elevenlabs, -deepgram and -baseten,
                 pipecat-ai[openai,elevenlabs,deepgram], elevenlabs, deepgram-sdk and wyoming: also runs these packages
                 and openai
  --elevenlabs-js FOLDER
                 a folder in which @elevenlabs/elevenlabs-js is installed: also runs this package

ffprobe and ffmpeg check the formats. If these programs or curl are missing, their cases are skipped and listed.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    python: { type: "string" },
    "elevenlabs-js": { type: "string" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const report = openReport(positionals.length > 0 ? positionals : [""]);
/** The embedded voice that needs no files, whatever was pulled on this machine. */
const EMBEDDED = { ENGINE: "flite" };
const server = await startServer(EMBEDDED);
try {
  const testServer = {
    url: server.url,
    start: (env: Readonly<Record<string, string>>) => startServer({ ...EMBEDDED, ...env }),
  };
  await report.run(OPENAI, testServer);
  await report.run(CLIENTS, testServer);
  if (Bun.which("curl") !== null) await report.run(CURL, testServer);
  else if (report.wants(CURL)) console.log("not run: curl (it is not on the PATH)");
  if (hasFfmpeg()) {
    await report.run(FORMATS, testServer);
    await report.run(FIRST, testServer);
    await report.run(TELEPHONY, testServer);
  } else if (report.wants([...FORMATS, ...FIRST, ...TELEPHONY]))
    console.log("not run: formats (needs ffmpeg and ffprobe on the PATH)");
  const folder = values["elevenlabs-js"];
  if (folder !== undefined) await report.run([elevenLabsJs(folder)], testServer);
  if (values.python !== undefined) {
    await report.run(pythonCases(values.python), testServer);
    await report.run(talkCases(values.python), testServer);
    await report.run([docsCase(values.python)], testServer);
  }
} finally {
  await server.stop();
}
process.exit(report.end());
