/** Timeout of one report. */
const POST_TIMEOUT_MS = 5000;
/** Timeout of all reports that are still unsent when the process ends. */
const LAST_POSTS_TIMEOUT_MS = 3000;

interface Report {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends a report. Throws an Error if the service rejects the report, on a timeout, and when `signal` aborts. */
export async function postReport(
  url: string,
  { headers, body }: Report,
  signal: AbortSignal,
): Promise<void> {
  const aborted = AbortSignal.any([signal, AbortSignal.timeout(POST_TIMEOUT_MS)]);
  const response = await fetch(url, { method: "POST", headers, body, signal: aborted });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
}

/** Waits for `work`, the last reports of the process, and aborts them through `posts` after LAST_POSTS_TIMEOUT_MS. */
export async function lastReports(work: Promise<unknown>, posts: AbortController): Promise<void> {
  const onTimeout = (): void => posts.abort(new Error("the server stops"));
  const timer = setTimeout(onTimeout, LAST_POSTS_TIMEOUT_MS);
  await work.finally(() => clearTimeout(timer));
}
