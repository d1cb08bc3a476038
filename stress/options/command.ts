import type { CommonOptions } from "./options.ts";
import {
  REDACTED_FLAGS,
  redactField,
  redactFields,
  redactHeaders,
  redactUrlAndQuery,
} from "../redact/fields.ts";

/**
 * Returns the command line that repeats this run, with secrets redacted. The API key comes from the environment and is
 * not part of the command line. `seed` null: the command has no --seed.
 *
 * @example
 * reproducingCommand(["--host", "http://me:pw@h"], 1); // "bun run stress --host http://h --seed 1"
 */
export function reproducingCommand(argv: readonly string[], seed: number | null): string {
  const args = argv.map((arg, index) => quote(redactArgument(arg, argv[index - 1])));
  if (seed !== null && !argv.some((arg) => arg === "--seed" || arg.startsWith("--seed=")))
    args.push(`--seed ${seed}`);
  return ["bun run stress", ...args].join(" ");
}

/** Returns the settings of the run for the report, with secrets redacted. */
export function shownSettings(options: CommonOptions): Record<string, unknown> {
  const { apiKey, argv: _argv, secrets: _secrets, slo, host, header, body, ...rest } = options;
  return {
    host: redactUrlAndQuery(host),
    ...rest,
    header: redactHeaders(header),
    body: redactFields(Object.fromEntries(Object.entries(body).map(shownField))),
    slo: slo.map(({ expr }) => expr).join(","),
    apiKey: apiKey === null ? "none" : redactField("apiKey", apiKey),
  };
}

/** Parses the JSON text of a field, unless a number in it would lose digits. */
function shownField([name, text]: readonly [string, string]): readonly [string, unknown] {
  const value: unknown = JSON.parse(text);
  const isExact = typeof value !== "number" || String(value) === text;
  return [name, isExact ? value : text];
}

function redactArgument(arg: string, previous: string | undefined): string {
  const [, flag = "", value = ""] = /^(--\w+)=(.*)$/s.exec(arg) ?? [];
  if (flag in REDACTED_FLAGS) return `${flag}=${REDACTED_FLAGS[flag]?.(value)}`;
  return REDACTED_FLAGS[previous ?? ""]?.(arg) ?? arg;
}

function quote(arg: string): string {
  return /^[\w./:=,@+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}
