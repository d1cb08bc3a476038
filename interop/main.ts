import { parseArgs } from "node:util";
import { startServer } from "../bench/serverProcess.ts";
import { openReport } from "./cases.ts";
import { CLIENTS, CURL } from "./clients.ts";
import { haveJudges } from "./ffmpeg.ts";
import { FIRST } from "./first.ts";
import { FORMATS } from "./formats.ts";
import { OPENAI } from "./openai.ts";
import { pythonCases } from "./python.ts";

const HELP = `bun run interop [--python PATH] [NAMES]: real clients before the real server with its embedded voice, one
line a case; exit 1 if any failed

  NAMES          beginnings of case names, for example openai, livekit, formats, formats-mp3 (default: all)
  --python PATH  a Python with livekit-plugins-openai and pipecat-ai[openai]: runs them as well, and its openai

The formats are judged by ffprobe and ffmpeg. Where they, or curl, are missing, their cases are left out and named.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { python: { type: "string" }, help: { type: "boolean", short: "h", default: false } },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const report = openReport(positionals.length > 0 ? positionals : [""]);
const server = await startServer({});
try {
  const house = {
    url: server.url,
    start: (env: Readonly<Record<string, string>>) => startServer(env),
  };
  await report.run(OPENAI, house);
  await report.run(CLIENTS, house);
  if (Bun.which("curl") !== null) await report.run(CURL, house);
  else if (report.wants(CURL)) console.log("not run: curl (it is not on the PATH)");
  if (haveJudges()) {
    await report.run(FORMATS, house);
    await report.run(FIRST, house);
  } else if (report.wants(FORMATS) || report.wants(FIRST))
    console.log("not run: formats (needs ffmpeg and ffprobe on the PATH)");
  if (values.python !== undefined) await report.run(pythonCases(values.python), house);
} finally {
  await server.stop();
}
process.exit(report.end());
