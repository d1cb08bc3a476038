/** Longest wait for whoever is reported to. */
const POST_LIMIT_MS = 5000;
/** Longest time that the end of the process waits for the last reports. */
const LAST_POSTS_MS = 3000;

interface Report {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a report. Throws an Error where it is not taken in time, or once `signal` aborts. */
export async function postReport(
  url: string,
  { headers, body }: Report,
  signal: AbortSignal,
): Promise<void> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(POST_LIMIT_MS)]);
  const response = await fetch(url, { method: "POST", headers, body, signal: limited });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered ${response.status}`);
}

/** Waits for the last reports, but only for a few seconds: then `posts` is aborted. */
export async function lastReports(work: Promise<unknown>, posts: AbortController): Promise<void> {
  const end = (): void => posts.abort(new Error("the server ends"));
  const timer = setTimeout(end, LAST_POSTS_MS);
  await work.finally(() => clearTimeout(timer));
}
