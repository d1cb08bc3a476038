import type { Outcome } from "../figures/outcome.ts";
import type { LevelSummary } from "../figures/summary.ts";

/** Returns advice if every connection to the target failed, otherwise null. */
export function unreachableLine(
  target: string,
  level: LevelSummary,
  outcomes: readonly Outcome[],
): string | null {
  if (level.requests === 0 || level.errors.connect !== level.requests) return null;
  const reason = outcomes[0]?.errorMessage ?? "";
  if (reason.includes("--ca-file")) return `No connection to ${target}: ${reason}.`;
  return `No connection to ${target}: start the server there, or name another with --host URL (or LOCAL_TTS_API).`;
}

/**
 * Returns advice if the status means that the endpoint or the API key is wrong, otherwise null. `isTalk`: the endpoint is
 * that of conversations.
 */
export function endpointLine(status: number | null, isTalk = false): string | null {
  if (status === 401 || status === 403)
    return "The server does not accept the API key: set the variable STRESS_API_KEY to its key.";
  if (status !== 404 && status !== 405) return null;
  const choice = isTalk
    ? "protocol with --wire"
    : "API with --client openai, inworld-public or inworld-internal";
  return `The server does not have this endpoint: select its ${choice}, or its path with --path.`;
}
