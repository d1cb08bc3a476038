import { startServer } from "../bench/server-process.ts";
import { openReport } from "./cases.ts";
import { CLIENTS, CURL } from "./clients.ts";
import { haveJudges } from "./ffmpeg.ts";
import { FIRST } from "./first.ts";
import { FORMATS } from "./formats.ts";
import { OPENAI } from "./openai.ts";

const HELP = `bun run interop [NAMES]: real clients before the real server with its embedded voice, one line a case;
exit 1 if any failed

  NAMES   beginnings of case names, for example openai, livekit, formats, formats-mp3 (default: all)

The formats are judged by ffprobe and ffmpeg. Where they, or curl, are missing, their cases are left out and named.`;

const names = Bun.argv.slice(2);
if (names.some((name) => name.startsWith("-"))) {
  console.log(HELP);
  process.exit(names.some((name) => name === "--help" || name === "-h") ? 0 : 1);
}
const report = openReport(names.length > 0 ? names : [""]);
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
} finally {
  await server.stop();
}
process.exit(report.end());
