import { apiKey, isKeyWanted } from "./key.ts";

/** Address of the server, with the prefix of a proxy. Scripts lie in `page/` below it. */
export const ROOT = new URL("../", import.meta.url).href;

/** Why a request failed. */
export interface Failure {
  readonly message: string;
  /** The server's code; "unreachable" without an answer, "broken" for an answer that ends too early. */
  readonly code: string;
  /** The field at fault. */
  readonly param?: string | null;
  readonly retryAfterS?: number | null;
}

/** A request that failed. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;
  readonly param: string | null;
  readonly retryAfterS: number | null;

  constructor(
    { message, code, param = null, retryAfterS = null }: Failure,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.param = param;
    this.retryAfterS = retryAfterS;
  }
}

/** Converts anything that was thrown to an ApiError. */
export function toApiError(error: unknown, code = "broken"): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiError({ message, code }, { cause: error });
}

/**
 * Sends a request to a path of the server: POST with a body as JSON, else GET. Throws ApiError, also for a status other
 * than 2xx, and the reason of `signal` if it aborts.
 */
export async function call(path: string, signal: AbortSignal, body?: object): Promise<Response> {
  const key = apiKey.get();
  const headers: Record<string, string> = {};
  if (key !== "") headers["authorization"] = `Bearer ${key}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  let response: Response;
  try {
    response = await fetch(new URL(path, ROOT), {
      headers,
      signal,
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw toApiError(error, "unreachable");
  }
  if (response.ok) return response;
  // An answer to a request with an earlier key says nothing about this one.
  if (response.status === 401 && key === apiKey.get()) isKeyWanted.set(true);
  throw await refusalOf(response);
}

interface ErrorBody {
  readonly error?: { readonly message?: string; readonly code?: string; readonly param?: string };
}

async function refusalOf(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const body: ErrorBody | null = await response.json().catch(() => null);
  const { message, code, param } = body?.error ?? {};
  return new ApiError({
    message: message ?? `status ${response.status}`,
    code: code ?? String(response.status),
    param: param ?? null,
    retryAfterS: Number.isNaN(seconds) ? null : seconds,
  });
}
