import { baseUrl } from "./upstream.ts";

/** Whether speech LMs answer, looked at again and again. */
export interface Health {
  /** null while at least one answers, else why none does. */
  unready(): string | null;
  close(): void;
}

const EVERY_MS = 5000;
const LIMIT_MS = 2000;

/** Asks each LM for /v1/models (which needs the key, unlike /health) now and every five seconds. */
export async function watchHealth(urls: readonly string[], apiKey: string | null): Promise<Health> {
  let reasons: (string | null)[] = [];
  const look = async (): Promise<void> => {
    reasons = await Promise.all(urls.map((url) => problem(url, apiKey)));
  };
  await look();
  const timer = setInterval(() => void look(), EVERY_MS);
  timer.unref();
  return {
    unready: () => (reasons.includes(null) ? null : reasons.join("; ")),
    close: () => clearInterval(timer),
  };
}

async function problem(url: string, apiKey: string | null): Promise<string | null> {
  const base = baseUrl(url);
  const headers = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
  try {
    const response = await fetch(`${base}/v1/models`, {
      headers,
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    await response.body?.cancel();
    return response.ok ? null : `the speech LM at ${base} answers ${response.status}`;
  } catch (error) {
    return `the speech LM at ${base} can't be reached: ${error instanceof Error ? error.message : String(error)}`;
  }
}
