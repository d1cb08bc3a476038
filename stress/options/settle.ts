import type { Command } from "commander";
import type { z } from "zod";
import { expected } from "../../src/message.ts";
import type { ClientId } from "../clients/openClient.ts";
import { REDACTED_FLAGS } from "../redact/fields.ts";
import { createFilter, type Filter } from "../redact/filter.ts";
import { misspeltVariable } from "./variables.ts";
import { secretsOf } from "../redact/secrets.ts";

/** Options that depend on other flags or on the environment. */
interface Settled {
  readonly client: ClientId;
  readonly modelId: string;
  readonly apiKey: string | null;
  /** Texts that must not leave the tester; see `createFilter`. */
  readonly secrets: readonly string[];
  /** The command line, followed by the options of the environment as flags. */
  readonly argv: readonly string[];
}
export type WithSettled<T> = Omit<T, keyof Settled> & Settled;

/** Options before `settle` adds the defaults that depend on other options. */
interface Unsettled {
  readonly host: string;
  readonly client?: ClientId | undefined;
  readonly modelId?: string | undefined;
  readonly voiceIds: readonly string[];
  readonly stream: boolean;
  readonly streamFormat: string;
}

/** Adds the defaults that depend on other options: client (port 8081 is Inworld's), model, voice, key and stream. */
export function settle<T extends Unsettled>(
  parsed: T,
  command: Command,
  argv: readonly string[],
): WithSettled<T> {
  const inworldPort = new URL(parsed.host).port === "8081";
  const client = parsed.client ?? (inworldPort ? "inworld-public" : "openai");
  const modelId = parsed.modelId ?? (client === "openai" ? "tts-1" : null);
  if (modelId === null)
    return usageError(command, expected("--model-id", `a model for --client ${client}`, null));
  if (parsed.streamFormat === "sse" && client !== "openai")
    return usageError(
      command,
      expected("--stream-format", `audio for --client ${client}`, JSON.stringify("sse")),
    );
  const voice = client.startsWith("inworld") ? "Alex" : "alloy";
  return {
    ...parsed,
    client,
    modelId,
    stream: parsed.stream || parsed.streamFormat === "sse",
    voiceIds: parsed.voiceIds.length > 0 ? parsed.voiceIds : [voice],
    apiKey: keyOf(process.env) || null,
    secrets: secretsIn(argv),
    argv: [...argv, ...environmentFlags(command)],
  };
}

/** Returns the secrets of the command line and of the environment. */
function secretsIn(argv: readonly string[]): string[] {
  const { LOCAL_TTS_API: host = "" } = process.env;
  return [keyOf(process.env), ...secretsOf([...argv, "--host", host])];
}

/** Returns the API key without the white space around it, such as the line feed of a file; empty if there is none. */
function keyOf({ STRESS_API_KEY: key = "" }: Readonly<Record<string, string | undefined>>): string {
  return key.trim();
}

/** Makes empty variables of the environment count as unset. To be called before the flags are parsed. */
export function ignoreEmptyVariables(program: Command): void {
  for (const option of program.commands.flatMap((command) => command.options)) {
    const { envVar } = option;
    if (envVar !== undefined && process.env[envVar]?.trim() === "")
      Object.assign(option, { envVar: undefined });
  }
}

/** Ends the command line if a variable of the environment is spelt almost like one of the tester. */
export function refuseMisspelt(program: Command): void {
  const options = program.commands.flatMap((command) => command.options);
  const known = ["STRESS_API_KEY", ...options.flatMap(({ envVar }) => envVar ?? [])];
  const message = misspeltVariable(process.env, [...new Set(known)]);
  if (message !== null) usageError(program, message);
}

/** Returns the filter of all texts that leave the command with these arguments, also before they are parsed. */
export function outgoingFilter(argv: readonly string[]): Filter {
  return createFilter(secretsIn(argv));
}

/** Returns the options that only the environment set, as flags. */
function environmentFlags(command: Command): string[] {
  return command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === "env")
    .flatMap(({ long, envVar }) => [long ?? "", process.env[envVar ?? ""] ?? ""]);
}

/** Parses `flags`; reports the first issue as a usage error. */
export function parse<T extends z.ZodType>(
  schema: T,
  flags: unknown,
  command: Command,
): z.output<T> {
  const result = schema.safeParse(flags);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const [name = "", index] = issue?.path ?? [];
  const flag = flagOf(String(name), command);
  const message = issue?.message ?? "a valid value";
  const named = firstNameOf(command, flag);
  if (issue?.code === "custom" && issue.params?.["sentence"] === true)
    return usageError(command, `${named}: ${message}`);
  const value: unknown = Object(flags)[name];
  const entry: unknown = Array.isArray(value) ? value[Number(index)] : value;
  return usageError(command, expected(named, message, shown(flag, entry)));
}

/** Returns the first name of a flag, which stands first in the help: of `--wire, --client` the first one. */
function firstNameOf(command: Command, flag: string): string {
  const option = command.options.find(({ long }) => long === flag);
  return option?.short?.startsWith("--") === true ? option.short : flag;
}

/** Returns the flag of an option: of two names, the first one, which the help of the command leads with. */
function flagOf(name: string, { options }: Command): string {
  const option = options.find((each) => each.attributeName() === name);
  const [first = ""] = /^--[\w-]+/.exec(option?.flags ?? "") ?? [];
  return first === "" ? (option?.long ?? `--${name}`) : first;
}

/** Quotes a value without its secrets; returns null if there is no value. */
function shown(flag: string, value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(REDACTED_FLAGS[flag]?.(text) ?? text);
}

/** Prints a usage error and ends the command line with exit code 1. */
export function usageError(command: Command, message: string): never {
  return command.error(`error: ${message}`, { exitCode: 1 });
}
