import { Command, CommanderError } from "commander";
import type { z } from "zod";
import { expected } from "../../src/message.ts";
import { meantName } from "../../src/spelling.ts";
import { leastToProve } from "../../src/stats/binomial.ts";
import {
  burstCommand,
  compareCommand,
  EXAMPLES,
  mergeCommand,
  searchCommand,
  sweepCommand,
} from "./flags.ts";
import { sharingError } from "../load/part.ts";
import type { TalkSettings } from "../reply/settings.ts";
import { targetShare } from "../figures/slo.ts";
import {
  ignoreEmptyVariables,
  outgoingFilter,
  parse,
  refuseMisspelt,
  settle,
  usageError,
  type WithSettled,
} from "./settle.ts";
import {
  analyzeSchema,
  burstSchema,
  compareSchema,
  mergeSchema,
  plotSchema,
  searchSchema,
  sweepSchema,
} from "./schemas.ts";
import { talkCommand } from "./talkFlags.ts";
import { type TalkOptions, talkOptions } from "./talkOptions.ts";
import { MAX_COUNT } from "./values.ts";

export type BurstOptions = WithSettled<z.output<typeof burstSchema>>;
export type SweepOptions = WithSettled<z.output<typeof sweepSchema>>;
export type SearchOptions = WithSettled<z.output<typeof searchSchema>>;
/** Two folders of results, and the settings of their comparison. */
export type CompareOptions = z.output<typeof compareSchema> & {
  readonly a: string;
  readonly b: string;
};
/** Options that every kind of run has. */
export type CommonOptions = Pick<BurstOptions, keyof BurstOptions & keyof SweepOptions> & {
  /** Present only for conversations. */
  readonly talk?: TalkSettings;
};

/** The folders that `merge` merges, and the settings of the merged run. */
export type MergeOptions = z.output<typeof mergeSchema> & {
  readonly folders: readonly string[];
  readonly quiet: boolean;
  readonly argv: readonly string[];
};

/** The parsed command, or an exit code after help or a usage error. */
export type Invocation =
  | { readonly kind: "burst"; readonly options: BurstOptions }
  | { readonly kind: "sweep" | "sample"; readonly options: SweepOptions }
  | { readonly kind: "search"; readonly options: SearchOptions }
  | { readonly kind: "talk"; readonly options: TalkOptions }
  | { readonly kind: "analyze"; readonly options: z.output<typeof analyzeSchema> }
  | { readonly kind: "plot"; readonly options: z.output<typeof plotSchema> }
  | { readonly kind: "report"; readonly folder: string }
  | { readonly kind: "merge"; readonly options: MergeOptions }
  | { readonly kind: "compare"; readonly options: CompareOptions }
  | { readonly kind: "exit"; readonly code: number };

/**
 * Reads flags and environment; prints help and usage errors. A flag overrides its environment variable.
 *
 * @example
 * parseInvocation(["sweep", "--host", "http://localhost:9091"]).kind; // "sweep"
 */
export function parseInvocation(argv: readonly string[]): Invocation {
  let invocation: Invocation = { kind: "exit", code: 0 };
  const filter = outgoingFilter(argv);
  const program = new Command("bun run stress")
    .configureOutput({
      writeErr: (text) => void process.stderr.write(filter(text)),
    })
    .description(
      "Measures a text-to-speech server from outside: latency, real-time factor, stalls and capacity.",
    )
    .addHelpText("after", EXAMPLES);
  const burst = burstCommand(program);
  burst.action((flags: unknown) => {
    const [word] = burst.args;
    const names = program.commands.map((command) => command.name());
    if (word !== undefined) {
      const meant = meantName(word, names);
      const hint = meant === null ? "" : `\n(Did you mean ${meant}?)`;
      const message = expected("COMMAND", `one of ${names.join(", ")}`, JSON.stringify(word));
      usageError(burst, message + hint);
    }
    invocation = burstInvocation(burst, flags, argv);
  });
  const sweep = sweepCommand(program);
  sweep.action((flags: SweepFlags) => void (invocation = sweepInvocation(sweep, flags, argv)));
  const search = searchCommand(program);
  search.action((flags: SearchFlags) => void (invocation = searchInvocation(search, flags, argv)));
  const talk = talkCommand(program);
  talk.action((flags: unknown) => {
    invocation = { kind: "talk", options: talkOptions(talk, flags, argv) };
  });
  program
    .command("report <folder>")
    .description(
      "regenerates report.html and requests.csv from the records, and the figures too if the run was killed",
    )
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
    refuseMisspelt(program);
    ignoreEmptyVariables(program);
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { kind: "exit", code: error.exitCode };
  }
  return invocation;
}

function burstInvocation(command: Command, flags: unknown, argv: readonly string[]): Invocation {
  const options = settle(parse(burstSchema, flags, command), command, argv);
  const loops = options.requests !== undefined || options.duration !== undefined;
  if (options.concurrency.length > 1 && !loops)
    usageError(command, "a list of concurrencies needs --requests or --duration");
  refuseUnshared(command, loops ? { ...options, senders: options.concurrency } : options);
  return { kind: "burst", options };
}

/** Flags of `sweep` that are read before parsing: the host, and the flags that select another command. */
interface SweepFlags {
  readonly host?: string;
  readonly analyzePrompts?: boolean;
  readonly plotOnly?: boolean;
}

function sweepInvocation(command: Command, flags: SweepFlags, argv: readonly string[]): Invocation {
  if (flags.analyzePrompts === true)
    return { kind: "analyze", options: parse(analyzeSchema, flags, command) };
  if (flags.plotOnly === true) return { kind: "plot", options: parse(plotSchema, flags, command) };
  requireHost(command, flags);
  const parsed = parse(sweepSchema, flags, command);
  const client = parsed.mode === "embedding" ? ("embedding" as const) : parsed.client;
  const options = settle({ ...parsed, client }, command, argv);
  refuseUnshared(command, options);
  refuseRange(command, options);
  const rates = 1 + Math.floor((options.maxQps - options.minQps) / options.qpsStep);
  if (rates * options.numberOfSamples > MAX_COUNT)
    usageError(
      command,
      `${rates} rates of ${options.numberOfSamples} requests are more than ${MAX_COUNT}: raise --qps-step, or lower --number-of-samples`,
    );
  return { kind: options.sample ? "sample" : "sweep", options };
}

interface SearchFlags {
  readonly host?: string;
  readonly slo?: string;
}

function searchInvocation(
  command: Command,
  flags: SearchFlags,
  argv: readonly string[],
): Invocation {
  requireHost(command, flags);
  if (flags.slo === undefined)
    usageError(command, expected("--slo", "gates such as 'ttfa_p95<300ms'", null));
  const parsed = parse(searchSchema, flags, command);
  const chosen = command.getOptionValueSource("target") === "default" ? null : parsed.target;
  const target = targetShare(parsed.slo, chosen) ?? parsed.target;
  const options = settle({ ...parsed, target }, command, argv);
  refuseRange(command, options);
  const requests = options.repeats * options.numberOfSamples;
  const needed = leastToProve(target);
  if (requests < needed)
    usageError(
      command,
      `${requests} requests cannot prove a target of ${target}: at least ${needed} requests are needed; raise --number-of-samples or --repeats`,
    );
  if (options.shard.count > 1 || options.startAt !== undefined)
    usageError(
      command,
      "a search needs the results of all its requests: remove --shard and --start-at, use --workers",
    );
  refuseUnshared(command, options);
  return { kind: "search", options };
}

function requireHost(command: Command, { host }: { readonly host?: string }): void {
  if (host === undefined) usageError(command, expected("--host", "the URL of a server", null));
}

function refuseUnshared(command: Command, options: Parameters<typeof sharingError>[0]): void {
  const error = sharingError(options);
  if (error !== null) usageError(command, error);
}

function refuseRange(
  command: Command,
  { minQps, maxQps }: { readonly minQps: number; readonly maxQps: number },
): void {
  if (maxQps < minQps)
    usageError(command, expected("--max-qps", `at least --min-qps (${minQps})`, String(maxQps)));
}
