import type { CommonOptions } from "./options.ts";

/** Flags and headers whose value nobody else should read. */
const SECRET = /authorization|cookie|key|secret|token/i;
const HIDDEN = "[hidden]";

/** The line that makes this run again; values of secret headers are hidden, the key never stands on it. `seed` null: it is none of its flags. */
export function reproducingCommand(argv: readonly string[], seed: number | null): string {
  const args = argv.map((arg, index) => {
    const header = argv[index - 1] === "--header" ? arg : /^--header=(.*)$/s.exec(arg)?.[1];
    const name = header?.split("=")[0];
    if (name === undefined || !SECRET.test(name)) return quote(arg);
    return quote(arg.startsWith("--header=") ? `--header=${name}=${HIDDEN}` : `${name}=${HIDDEN}`);
  });
  if (seed !== null && !argv.some((arg) => arg === "--seed" || arg.startsWith("--seed=")))
    args.push(`--seed ${seed}`);
  return ["bun run stress", ...args].join(" ");
}

/** Every setting of the run as the report shows it. */
export function shownSettings(options: CommonOptions): Record<string, unknown> {
  const { apiKey, argv: _argv, slo, header, ...rest } = options;
  const headers = Object.entries(header).map(
    ([name, value]) => [name, SECRET.test(name) ? HIDDEN : value] as const,
  );
  return {
    ...rest,
    header: Object.fromEntries(headers),
    slo: slo.map(({ expr }) => expr).join(","),
    apiKey: apiKey === null ? "none" : HIDDEN,
  };
}

function quote(arg: string): string {
  return /^[\w./:=,@+-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}
