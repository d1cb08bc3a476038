import type { Outcome } from "../figures/outcome.ts";

/**
 * Formats one line per kind of failure and HTTP status, with an example; returns no line if every request succeeded.
 */
export function failureLines(outcomes: readonly Outcome[]): string[] {
  const kinds = new Map<string, { kind: string; count: number; example: string }>();
  for (const { error, errorMessage, status } of outcomes) {
    if (error === null) continue;
    const key = error.startsWith("http_") ? `${error} ${status}` : error;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, { kind: error, count: 1, example: errorMessage ?? "" });
    else known.count++;
  }
  const total = [...kinds.values()].reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return [];
  const lines = [...kinds.values()].map(
    ({ kind, count, example }) => `  ${kind}: ${count} (${firstLine(example)})`,
  );
  return [`Failed requests: ${total} of ${outcomes.length}`, ...lines];
}

function firstLine(text: string): string {
  const line = text.split("\n")[0] ?? "";
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}
