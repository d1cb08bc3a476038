import { Command, CommanderError, Option } from "commander";
import { z } from "zod";
import { parseDurationMs } from "./durations.ts";

const count = z.coerce.number<string>().int().min(1);
const duration = z.string().transform((text, context) => {
  const ms = parseDurationMs(text);
  if (ms !== null && ms > 0) return ms;
  context.addIssue(`expected a duration such as 500ms, 2s or 1m, got "${text}"`);
  return z.NEVER;
});

/** `k=v` pairs; `json` parses values that are JSON. */
const pairs = (json: boolean) =>
  z.array(z.string()).transform((entries, context) => {
    const result: Record<string, unknown> = {};
    for (const entry of entries) {
      const cut = entry.indexOf("=");
      if (cut < 1) context.addIssue(`expected key=value, got "${entry}"`);
      const value = entry.slice(cut + 1);
      result[entry.slice(0, cut).trim()] = json ? jsonOrText(value) : value;
    }
    return result;
  });

const common = z.object({
  host: z.string().transform((text, context) => {
    const url = URL.parse(/^https?:\/\//.test(text) ? text : `http://${text}`);
    if (url !== null) return url.href.replace(/\/+$/, "");
    context.addIssue(`expected a URL such as http://localhost:9091, got "${text}"`);
    return z.NEVER;
  }),
  modelId: z.string().min(1),
  voiceIds: z.array(z.string().min(1)).transform((ids) => (ids.length > 0 ? ids : ["alloy"])),
  stream: z.boolean(),
  responseFormat: z.enum(["wav", "pcm"]),
  header: pairs(false).transform((record) => record as Record<string, string>),
  body: pairs(true),
  seed: z.coerce.number<string>().int().min(0),
  warmup: z.coerce.number<string>().int().min(0),
  timeoutFirstAudio: duration,
  timeoutTotal: duration,
  timeoutStall: duration,
  percentileMethod: z.enum(["type7", "nearest", "scicom"]),
  benchmarkName: z
    .string()
    .regex(/^[\w.-]+$/, "expected letters, digits, dots, dashes")
    .optional(),
  outputDir: z.string().min(1),
  quiet: z.boolean(),
  json: z.boolean(),
});

const burst = common.extend({
  concurrency: z
    .string()
    .transform((list) => list.split(",").map((part) => part.trim()))
    .pipe(z.array(count)),
  requests: count.optional(),
  duration: duration.optional(),
});

/** What every kind of run is told. */
export type CommonOptions = z.output<typeof common> & { readonly apiKey: string | null };
export type BurstOptions = z.output<typeof burst> & CommonOptions;

/** What the command line asks for, or the exit code when it asks for nothing that runs. */
export type Invocation =
  | { readonly kind: "burst"; readonly options: BurstOptions }
  | { readonly kind: "exit"; readonly code: number };

/** Reads flags and environment; prints help and usage errors itself. A flag beats its environment variable. */
export function parseInvocation(argv: readonly string[]): Invocation {
  let invocation: Invocation = { kind: "exit", code: 0 };
  const program = new Command("stress")
    .description("Measures a text-to-speech server, and tells the truth about it.")
    .addHelpText("after", EXAMPLES);
  const burstCommand = addCommon(
    program.command("burst", { isDefault: true }).description("a closed burst, or a closed loop"),
  )
    .addOption(
      new Option("--concurrency <n>", "requests at once; a list such as 1,4,16 for a closed loop")
        .env("CONCURRENCY")
        .default("50"),
    )
    .option("--requests <n>", "closed loop: requests per level")
    .option("--duration <time>", "closed loop: how long each level sends")
    .addOption(warmupOption("3").env("WARMUP_COUNT"));
  burstCommand.action((flags: unknown) => {
    const options = { ...parse(burst, flags, burstCommand), apiKey: apiKey() };
    const loops = options.requests !== undefined || options.duration !== undefined;
    if (options.concurrency.length > 1 && !loops)
      usageError(burstCommand, "a list of concurrencies needs --requests or --duration");
    invocation = { kind: "burst", options };
  });
  for (const command of [program, ...program.commands]) command.exitOverride();
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: "exit", code: error.exitCode };
  }
  return invocation;
}

function addCommon(command: Command): Command {
  return command
    .addOption(
      new Option("--host <url>", "the server")
        .env("LOCAL_TTS_API")
        .default("http://localhost:9091"),
    )
    .option("--model-id <id>", "model field of the request", "tts-1")
    .option("--voice-ids <id>", "voice, repeatable (default: alloy)", collect, [])
    .option("--stream", "ask for audio while it is made", false)
    .option("--response-format <format>", "wav or pcm", "wav")
    .option("--header <k=v>", "extra HTTP header, repeatable", collect, [])
    .option("--body <k=v>", "extra JSON field of the request, repeatable", collect, [])
    .option("--seed <n>", "seed of everything that is drawn", "1")
    .option("--timeout-first-audio <time>", "from the send to the first audio", "60s")
    .option("--timeout-total <time>", "from the send to the last byte", "300s")
    .option("--timeout-stall <time>", "without a byte, after the first audio", "30s")
    .option("--percentile-method <method>", "type7, nearest or scicom", "type7")
    .option("--benchmark-name <name>", "folder of the results (default: bench_ and 8 hex digits)")
    .option("--output-dir <folder>", "where result folders lie", "benchmark_result")
    .option("--quiet", "no progress", false)
    .option("--json", "summary.json on stdout, everything else on stderr", false)
    .addHelpText("after", EXAMPLES);
}

function warmupOption(fallback: string): Option {
  return new Option("--warmup <n>", "requests before the first level, not counted").default(
    fallback,
  );
}

function parse<T extends z.ZodType>(schema: T, flags: unknown, command: Command): z.output<T> {
  const result = schema.safeParse(flags);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const flag = String(issue?.path[0] ?? "").replaceAll(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
  return usageError(command, `--${flag}: ${issue?.message ?? "not valid"}`);
}

function usageError(command: Command, message: string): never {
  return command.error(`error: ${message}`, { exitCode: 1 });
}

function apiKey(): string | null {
  return process.env["STRESS_API_KEY"] || null;
}

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value];
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const EXAMPLES = `
Examples:
  bun run stress                                      50 requests at once to http://localhost:9091
  CONCURRENCY=10 WARMUP_COUNT=1 bun run stress        the same by environment
  bun run stress --host http://gpu:9091 --concurrency 1,4,16 --duration 60s --stream

The key of a server that wants one comes from STRESS_API_KEY.`;
