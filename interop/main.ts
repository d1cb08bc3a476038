import { startServer } from "../bench/server-process.ts";
import { openReport } from "./cases.ts";
import { CLIENTS } from "./clients.ts";
import { haveJudges } from "./ffmpeg.ts";
import { FIRST } from "./first.ts";
import { FORMATS } from "./formats.ts";
import { OPENAI } from "./openai.ts";

const HELP = `bun run interop [NAMES]: real clients before the real server with its embedded voice, one line a case;
exit 1 if any failed

  NAMES   beginnings of case names, for example openai, livekit, formats, formats-mp3 (default: all)

The formats are judged by ffprobe and ffmpeg; where they are missing those cases are left out.`;

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
  if (haveJudges()) {
    await report.run(FORMATS, house);
    await report.run(FIRST, house);
  } else if (report.wants(FORMATS) || report.wants(FIRST))
    console.log("not run: formats (needs ffmpeg and ffprobe on the PATH)");
} finally {
  await server.stop();
}
process.exit(report.end());
