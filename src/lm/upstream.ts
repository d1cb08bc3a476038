import { SpeechError } from "../errors.ts";
import { CODES } from "./tokens.ts";

interface Description {
  readonly model: string | null;
  /** Token id of code 0, when the codes' ids are contiguous; null otherwise. */
  readonly firstId: number | null;
}

/** One LM server: how to reach it, and what must be known of it once. */
export interface Upstream {
  /** Asked once; a failure is asked again next time. */
  describe(signal: AbortSignal): Promise<Description>;
  post(path: string, body: string, signal: AbortSignal): Promise<Response>;
}

interface UpstreamOptions {
  readonly url: string;
  readonly apiKey: string | null;
  readonly model: string | null;
  readonly style: { readonly tokenName: string };
}

const DEFAULT_RETRY_S = 1;

export function createUpstream({ url, apiKey, model, style }: UpstreamOptions): Upstream {
  const base = url.replace(/\/+$/, "").replace(/\/v1(?:\/completions)?$/, "");
  const headers = {
    "content-type": "application/json",
    ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
  };
  let described: Description | undefined;

  async function call(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    try {
      return await fetch(`${base}${path}`, { ...init, headers, signal });
    } catch (error) {
      if (signal.aborted) throw error;
      throw new SpeechError(
        "upstream",
        `the speech LM at ${base} can't be reached: ${String(error)}`,
        { cause: error },
      );
    }
  }
  async function firstModel(signal: AbortSignal): Promise<string | null> {
    const response = await call("/v1/models", {}, signal);
    if (!response.ok) throw await upstreamRefusal(response);
    const list = (await json(response)) as { data?: { id?: string }[] } | null;
    return list?.data?.[0]?.id ?? null;
  }
  async function firstId(name: string | null, signal: AbortSignal): Promise<number | null> {
    const prompt = `<|${style.tokenName}0|><|${style.tokenName}${CODES - 1}|>`;
    const body = JSON.stringify({
      prompt,
      add_special_tokens: false,
      ...(name === null ? {} : { model: name }),
    });
    const response = await call("/tokenize", { method: "POST", body }, signal);
    const answer = response.ok ? ((await json(response)) as { tokens?: number[] } | null) : null;
    if (!response.ok) await response.body?.cancel();
    const [first, last, ...more] = answer?.tokens ?? [];
    return first !== undefined && last === first + CODES - 1 && more.length === 0 ? first : null;
  }
  return {
    async describe(signal) {
      if (described === undefined) {
        const name = model ?? (await firstModel(signal));
        described = { model: name, firstId: await firstId(name, signal) };
      }
      return described;
    },
    post: (path, body, signal) => call(path, { method: "POST", body }, signal),
  };
}

/** What a status other than 200 means, with the LM's own words. */
export async function upstreamRefusal(response: Response): Promise<SpeechError> {
  const body = (await json(response)) as { error?: { message?: string } | string } | null;
  const words = typeof body?.error === "string" ? body.error : body?.error?.message;
  const said = words === undefined ? "" : `: ${words.slice(0, 300)}`;
  if (response.status === 429 || response.status === 503) {
    const retryAfterS = Number(response.headers.get("retry-after")) || DEFAULT_RETRY_S;
    return new SpeechError("overloaded", `the speech LM is busy (${response.status})${said}`, {
      retryAfterS,
    });
  }
  const hint =
    response.status === 401
      ? " (check TTS_API_KEY)"
      : response.status === 404
        ? " (check MODEL_NAME)"
        : "";
  return new SpeechError("upstream", `the speech LM refused with ${response.status}${hint}${said}`);
}

async function json(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
