import { Command, CommanderError } from "commander";
import type { z } from "zod";
import { leastToProve } from "../../src/stats/binomial.ts";
import {
  burstCommand,
  compareCommand,
  EXAMPLES,
  mergeCommand,
  searchCommand,
  sweepCommand,
} from "./flags.ts";
import type { ClientId } from "../clients/openClient.ts";
import { sharingError } from "../load/part.ts";
import { targetShare } from "../figures/slo.ts";
import {
  analyzeSchema,
  burstSchema,
  compareSchema,
  MAX_COUNT,
  mergeSchema,
  plotSchema,
  searchSchema,
  sweepSchema,
} from "./schemas.ts";

/** What depends on other flags, settled. */
interface Settled {
  readonly client: ClientId;
  readonly modelId: string;
  readonly apiKey: string | null;
  /** The command line as it was given, and as flags what the environment gave. */
  readonly argv: readonly string[];
}
type WithSettled<T> = Omit<T, keyof Settled> & Settled;
export type BurstOptions = WithSettled<z.output<typeof burstSchema>>;
export type SweepOptions = WithSettled<z.output<typeof sweepSchema>>;
export type SearchOptions = WithSettled<z.output<typeof searchSchema>>;
/** Two folders of results, and how to compare them. */
export type CompareOptions = z.output<typeof compareSchema> & {
  readonly a: string;
  readonly b: string;
};
/** What every kind of run is told. */
export type CommonOptions = Pick<BurstOptions, keyof BurstOptions & keyof SweepOptions>;

/** Which folders `merge` folds, and where to. */
export type MergeOptions = z.output<typeof mergeSchema> & {
  readonly folders: readonly string[];
  readonly quiet: boolean;
  readonly argv: readonly string[];
};

/** What the command line asks for, or the exit code when it asks for nothing that runs. */
export type Invocation =
  | { readonly kind: "burst"; readonly options: BurstOptions }
  | { readonly kind: "sweep" | "sample"; readonly options: SweepOptions }
  | { readonly kind: "search"; readonly options: SearchOptions }
  | { readonly kind: "analyze"; readonly options: z.output<typeof analyzeSchema> }
  | { readonly kind: "plot"; readonly options: z.output<typeof plotSchema> }
  | { readonly kind: "report"; readonly folder: string }
  | { readonly kind: "merge"; readonly options: MergeOptions }
  | { readonly kind: "compare"; readonly options: CompareOptions }
  | { readonly kind: "exit"; readonly code: number };

/** Reads flags and environment; prints help and usage errors itself. A flag beats its environment variable. */
export function parseInvocation(argv: readonly string[]): Invocation {
  let invocation: Invocation = { kind: "exit", code: 0 };
  const program = new Command("stress")
    .description("Measures a text-to-speech server, and tells the truth about it.")
    .addHelpText("after", EXAMPLES);
  const burst = burstCommand(program);
  burst.action((flags: unknown) => {
    const [word] = burst.args;
    if (word !== undefined)
      usageError(
        burst,
        `there is no command ${word}: name one of ${program.commands.map((command) => command.name()).join(", ")}`,
      );
    const options = settle(parse(burstSchema, flags, burst), burst, argv);
    const loops = options.requests !== undefined || options.duration !== undefined;
    if (options.concurrency.length > 1 && !loops)
      usageError(burst, "a list of concurrencies needs --requests or --duration");
    const fault = sharingError(loops ? { ...options, senders: options.concurrency } : options);
    if (fault !== null) usageError(burst, fault);
    invocation = { kind: "burst", options };
  });
  const sweep = sweepCommand(program);
  sweep.action((flags: { host?: string; analyzePrompts?: boolean; plotOnly?: boolean }) => {
    if (flags.analyzePrompts === true) {
      invocation = { kind: "analyze", options: parse(analyzeSchema, flags, sweep) };
      return;
    }
    if (flags.plotOnly === true) {
      invocation = { kind: "plot", options: parse(plotSchema, flags, sweep) };
      return;
    }
    if (flags.host === undefined) usageError(sweep, "--host is required: the server to measure");
    const parsed = parse(sweepSchema, flags, sweep);
    const client = parsed.mode === "embedding" ? ("embedding" as const) : parsed.client;
    const options = settle({ ...parsed, client }, sweep, argv);
    const fault = sharingError(options);
    if (fault !== null) usageError(sweep, fault);
    if (options.maxQps < options.minQps) usageError(sweep, "--max-qps is below --min-qps");
    const rates = 1 + Math.floor((options.maxQps - options.minQps) / options.qpsStep);
    if (rates * options.numberOfSamples > MAX_COUNT)
      usageError(
        sweep,
        `${rates} rates of ${options.numberOfSamples} requests are more than ${MAX_COUNT}: raise --qps-step, or lower --number-of-samples`,
      );
    invocation = { kind: options.sample ? "sample" : "sweep", options };
  });
  const search = searchCommand(program);
  search.action((flags: { host?: string; slo?: string }) => {
    if (flags.host === undefined) usageError(search, "--host is required: the server to measure");
    if (flags.slo === undefined)
      usageError(
        search,
        "--slo is required: the gates that have to hold, such as 'ttfa_p95<300ms'",
      );
    const parsed = parse(searchSchema, flags, search);
    const given = search.getOptionValueSource("target") === "default" ? null : parsed.target;
    const target = targetShare(parsed.slo, given) ?? parsed.target;
    const options = settle({ ...parsed, target }, search, argv);
    if (options.maxQps < options.minQps) usageError(search, "--max-qps is below --min-qps");
    const [seen, least] = [options.repeats * options.numberOfSamples, leastToProve(options.target)];
    if (seen < least)
      usageError(
        search,
        `${seen} requests can't prove a share of ${options.target}: it takes ${least}; raise --number-of-samples or --repeats`,
      );
    const fault =
      options.shard.count > 1 || options.startAt !== undefined
        ? "a search decides by all of its requests: leave out --shard and --start-at, use --workers"
        : sharingError(options);
    if (fault !== null) usageError(search, fault);
    invocation = { kind: "search", options };
  });
  program
    .command("report <folder>")
    .description("makes report.html and requests.csv again from summary.json and requests.jsonl")
    .action((folder: string) => void (invocation = { kind: "report", folder }));
  const merge = mergeCommand(program);
  merge.action((folders: string[], flags: unknown) => {
    const options = { ...parse(mergeSchema, flags, merge), folders, quiet: true, argv };
    invocation = { kind: "merge", options };
  });
  const compare = compareCommand(program);
  compare.action((a: string, b: string, flags: unknown) => {
    invocation = { kind: "compare", options: { ...parse(compareSchema, flags, compare), a, b } };
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

/** Defaults that depend on the client: its voice, its model, and who answers on port 8081. */
function settle<
  T extends {
    host: string;
    client?: ClientId | undefined;
    modelId?: string | undefined;
    voiceIds: string[];
    stream: boolean;
    streamFormat: string;
  },
>(parsed: T, command: Command, argv: readonly string[]): WithSettled<T> {
  const inworldPort = new URL(parsed.host).port === "8081";
  const client = parsed.client ?? (inworldPort ? "inworld-public" : "openai");
  const modelId = parsed.modelId ?? (client === "openai" ? "tts-1" : null);
  if (modelId === null)
    return usageError(command, `--model-id is required with --client ${client}`);
  if (parsed.streamFormat === "sse" && client !== "openai")
    return usageError(command, `--stream-format sse is OpenAI's: --client ${client} has none`);
  const voice = client.startsWith("inworld") ? "Alex" : "alloy";
  return {
    ...parsed,
    client,
    modelId,
    stream: parsed.stream || parsed.streamFormat === "sse",
    voiceIds: parsed.voiceIds.length > 0 ? parsed.voiceIds : [voice],
    apiKey: process.env["STRESS_API_KEY"] || null,
    argv: [...argv, ...environmentFlags(command)],
  };
}

/** What the environment set and no flag did, as flags. */
function environmentFlags(command: Command): string[] {
  return command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === "env")
    .flatMap(({ long, envVar }) => [long ?? "", process.env[envVar ?? ""] ?? ""]);
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
