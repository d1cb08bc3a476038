import { parseArgs } from "node:util";
import { type Case, openReport } from "../cases.ts";
import { DENIED, FROZEN, FULL, FULL_FLAGS, KILLED, TERMINATED } from "./failures.ts";
import { type RealLm, startLm, type VllmStage } from "./lm.ts";
import { SOUND } from "./sound.ts";

const HELP = `bun run interop:vllm [options]: tests the server in front of a real vLLM; prints one line per case; exit status 1 if
any failed

  --start COMMAND   shell command that starts vLLM with a speech LM that takes prompts of PROMPT_STYLE=scicom; {port} and
                    {flags} in COMMAND are replaced by a free port and by the vLLM flags that the cases need.
                    vLLM is started four times, since some cases kill it. Linux only.
  --url URL         a vLLM that is already running; only the cases that do not harm it run
  --key KEY         key of that vLLM; without a key, the case of a wrong key is skipped
  --model FILE      NeuCodec decoder (default fixtures/decoder.onnx)
  --timeout S       REQUEST_TIMEOUT_S of the server (default 5)
  --only NAMES      comma separated prefixes of case names, for example sound,seed,killed

  bun run interop:vllm --start 'vllm serve my-speech-lm --port {port} {flags}'
  bun run interop:vllm --url http://127.0.0.1:8000 --only sound`;

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

const { values } = parseArgs({
  options: {
    start: { type: "string" },
    url: { type: "string" },
    key: { type: "string" },
    model: { type: "string", default: "fixtures/decoder.onnx" },
    timeout: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    help: { type: "boolean", short: "h", default: false },
  },
});
const report = openReport(values.only.split(","));

if (values.help || (values.start === undefined) === (values.url === undefined)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}
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
  return { lm, promptStyle: "scicom", decoder: values.model, timeoutS: Number(values.timeout) };
}
