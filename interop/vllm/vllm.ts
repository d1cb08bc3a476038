import { Command } from "commander";
import { positive } from "../../bench/flags.ts";
import { type Case, openReport } from "../cases.ts";
import { DENIED, FROZEN, FULL, FULL_FLAGS, KILLED, TERMINATED } from "./failures.ts";
import { type RealLm, startLm, type VllmStage } from "./lm.ts";
import { SOUND } from "./sound.ts";

const EXAMPLES = `
Examples:
  bun run interop:vllm --start 'vllm serve my-speech-lm --port {port} {flags}'
  bun run interop:vllm --url http://127.0.0.1:8000 --only sound`;

interface Options {
  readonly start?: string;
  readonly url?: string;
  readonly key?: string;
  readonly model: string;
  readonly timeout: number;
  readonly only: string;
}

/** The key of a vLLM that is started here. */
const KEY = "interop-key";

interface Group {
  readonly flags: string;
  readonly cases: readonly Case<VllmStage>[];
}

/** vLLM is started once per group. A case that kills it is the last of its group. */
const GROUPS: readonly Group[] = [
  { flags: "", cases: [...SOUND, ...DENIED, ...FROZEN] },
  { flags: FULL_FLAGS, cases: FULL },
  { flags: "", cases: KILLED },
  { flags: "", cases: TERMINATED },
];

const command = new Command("bun run interop:vllm")
  .description(
    "Tests the server in front of a real vLLM. Prints one line per case; exit status 1 if any failed.",
  )
  .option(
    "--start <command>",
    "shell command that starts vLLM with a speech LM that takes prompts of PROMPT_STYLE=scicom; {port} and {flags} in it " +
      "are replaced by a free port and by the vLLM flags that the cases need. vLLM is started four times, since some " +
      "cases kill it. Linux only.",
  )
  .option("--url <url>", "a vLLM that is already running; only the cases that do not harm it run")
  .option("--key <key>", "key of that vLLM; without a key, the case of a wrong key is skipped")
  .option("--model <file>", "NeuCodec decoder", "fixtures/decoder.onnx")
  .option("--timeout <s>", "REQUEST_TIMEOUT_S of the server", positive, 5)
  .option("--only <names>", "comma separated prefixes of case names, such as sound,seed,killed", "")
  .addHelpText("after", EXAMPLES)
  .parse();
const values = command.opts<Options>();
if ((values.start === undefined) === (values.url === undefined))
  command.error("error: Expected either --start or --url");
const report = openReport(values.only.split(","));

if (values.url !== undefined) {
  const lm = { url: values.url, key: values.key ?? null, processes: null, stop: async () => {} };
  const harmless = [...SOUND, ...DENIED].filter(({ id }) => id !== "key" || lm.key !== null);
  await report.run(harmless, stageOf(lm));
}
if (values.start !== undefined)
  for (const { flags, cases } of GROUPS) {
    if (!report.wants(cases)) continue;
    const lm = await startLm(values.start, flags, KEY);
    try {
      await report.run(cases, stageOf(lm));
    } finally {
      await lm.stop();
    }
  }
process.exit(report.end());

function stageOf(lm: RealLm): VllmStage {
  return { lm, promptStyle: "scicom", decoder: values.model, timeoutS: values.timeout };
}
