import { connectionReason } from "../connection.ts";
import { SpeechError } from "../errors.ts";

/** A server from which files are pulled. */
export interface Site {
  /** The only origin that gets `authorization`. Redirects lead to other ones, or to the same host without TLS. */
  readonly origin: string;
  /** Value of the header `authorization`; null: none. */
  readonly authorization: string | null;
  /** What to do when the site refuses access. */
  readonly remedy: string;
}

interface SiteRequest {
  readonly site: Site;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Reply {
  /** 2xx or 416. */
  readonly response: Response;
  /** URL of the response, after all redirects. */
  readonly url: URL;
  /** Headers of every response on the way, the redirects first. */
  readonly trail: readonly Headers[];
}

const MAX_REDIRECTS = 5;

/**
 * Gets `url` and follows redirects. Throws SpeechError "upstream" with the reason in words, or the error of `fetch` once
 * `signal` has aborted.
 *
 * @example
 * const site = { origin: url.origin, authorization: null, remedy: "set HF_TOKEN" };
 * const { response } = await request(url, { site, headers: {} }, signal);
 */
export async function request(
  url: URL,
  { site, headers }: SiteRequest,
  signal: AbortSignal,
): Promise<Reply> {
  const trail: Headers[] = [];
  let next = url;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const here = next;
    // `fetch` would read a local file too.
    if (!/^https?:$/.test(here.protocol)) throw noWebAddress(site);
    const own = site.authorization !== null && here.origin === site.origin;
    const sent = own ? { ...headers, authorization: site.authorization } : headers;
    const response = await fetch(here, { headers: sent, redirect: "manual", signal }).catch(
      (error: unknown) => {
        if (signal.aborted) throw error;
        const reason = `${here.host} can't be reached (${connectionReason(error)})`;
        throw new SpeechError("upstream", reason, { cause: error });
      },
    );
    trail.push(response.headers);
    if (response.ok || response.status === 416) return { response, url: here, trail };
    await response.body?.cancel();
    const location = response.headers.get("location");
    if (response.status >= 400 || location === null)
      throw new SpeechError("upstream", refusal(response.status, here.host, site));
    if (!URL.canParse(location, here.href)) throw noWebAddress(site);
    next = new URL(location, here);
  }
  throw new SpeechError("upstream", `${url.host} redirects more than ${MAX_REDIRECTS} times`);
}

function noWebAddress({ origin }: Site): SpeechError {
  return new SpeechError(
    "upstream",
    `${new URL(origin).host} leads to an address that is no http or https URL`,
  );
}

function refusal(status: number, host: string, { remedy }: Site): string {
  if (status === 401 || status === 403) return `${host} refuses access (${status}); ${remedy}`;
  return status === 404 ? `${host} does not have it (404)` : `${host} answers ${status}`;
}
