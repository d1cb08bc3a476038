import { messageOf } from "../message.ts";
import { SpeechError } from "../errors.ts";
import { redactUrl } from "../redact.ts";
import { LmFailure, refusal } from "./failure.ts";
import { modelsOf } from "./models.ts";
import { baseUrl } from "./upstream.ts";

/** Whether speech LMs answer, looked at again and again. */
export interface Health {
  /** null while at least one answers, else why none does: "not_ready", or "upstream" when every one denies access. */
  unready(): SpeechError | null;
  close(): void;
}

const EVERY_MS = 5000;
const LIMIT_MS = 2000;

interface Watched {
  readonly urls: readonly string[];
  readonly apiKey: string | null;
  /** The model that will be asked for; null: whichever comes first. */
  readonly model: string | null;
  readonly everyMs?: number;
}

/** Asks each LM for /v1/models (which needs the key, unlike /health) now and every five seconds. */
export async function watchHealth(watched: Watched): Promise<Health> {
  const { urls, apiKey, model, everyMs = EVERY_MS } = watched;
  let problems: (LmFailure | null)[] = [];
  const look = async (): Promise<void> => {
    problems = await Promise.all(urls.map((url) => problem(url, { apiKey, model })));
  };
  await look();
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return {
    unready: () => verdict(problems),
    close: () => clearInterval(timer),
  };
}

/** Access is a matter of settings: to say "come back later" would be untrue. */
function verdict(problems: readonly (LmFailure | null)[]): SpeechError | null {
  const failures = problems.filter((failure) => failure !== null);
  if (failures.length < problems.length) return null;
  const message = failures.map((failure) => failure.message).join("; ");
  if (failures.every(({ fault }) => fault === "access"))
    return new SpeechError("upstream", message);
  return new SpeechError("not_ready", `not ready: ${message}`, { retryAfterS: 1 });
}

async function problem(
  url: string,
  { apiKey, model }: Pick<Watched, "apiKey" | "model">,
): Promise<LmFailure | null> {
  const base = baseUrl(url);
  const headers = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
  try {
    const response = await fetch(`${base}/v1/models`, {
      headers,
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    if (!response.ok) return await refusal(response, [apiKey ?? ""]);
    return unknownModel(base, await response.json().catch(() => null), model);
  } catch (error) {
    const reason = messageOf(error);
    return new LmFailure(
      "server",
      `the speech LM at ${redactUrl(base)} can't be reached: ${reason}`,
    );
  }
}

/** A list that is none, as a proxy may give it, says nothing of what the LM knows. */
function unknownModel(base: string, answer: unknown, model: string | null): LmFailure | null {
  const models = modelsOf(answer);
  if (models === null) return null;
  const known = models.map(({ id }) => id);
  if (model === null ? known.length > 0 : known.includes(model)) return null;
  const missing = model === null ? "no model" : `no model ${JSON.stringify(model)} (MODEL_NAME)`;
  return new LmFailure(
    "access",
    `the speech LM at ${redactUrl(base)} has ${missing}; it has ${known.join(", ") || "none"}`,
  );
}
