import { Command } from "commander";
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

interface Options {
  readonly python?: string;
  readonly elevenlabsJs?: string;
}

const command = new Command("bun run interop")
  .description(
    "Tests the server and its embedded voice with real clients. Prints one line per case; exit status 1 if any failed.",
  )
  .argument(
    "[names...]",
    "prefixes of case names, for example openai, livekit, formats-mp3 (default: all)",
  )
  .option(
    "--python <path>",
    "a Python with livekit-plugins-openai, -elevenlabs, -deepgram and -baseten, " +
      "pipecat-ai[openai,elevenlabs,deepgram], elevenlabs, deepgram-sdk and wyoming: also runs these packages and openai",
  )
  .option(
    "--elevenlabs-js <folder>",
    "a folder in which @elevenlabs/elevenlabs-js is installed: also runs this package",
  )
  .addHelpText(
    "after",
    `
ffprobe and ffmpeg check the formats. If these programs or curl are missing,
their cases are skipped and listed.`,
  )
  .parse();
const names = command.args;
const { python, elevenlabsJs: folder } = command.opts<Options>();
const report = openReport(names.length > 0 ? names : [""]);
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
  if (folder !== undefined) await report.run([elevenLabsJs(folder)], testServer);
  if (python !== undefined) {
    await report.run(pythonCases(python), testServer);
    await report.run(talkCases(python), testServer);
    await report.run([docsCase(python)], testServer);
  }
} finally {
  await server.stop();
}
process.exit(report.end());
