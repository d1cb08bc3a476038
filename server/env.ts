import type { AccessRecord } from "./observe/record.ts";

/** The bindings and variables of this server's Hono contexts. */
export interface Env {
  /** The second argument of `fetch` under Bun.serve; its methods are absent in `app.request()`. */
  Bindings: {
    /** Sets the idle timeout of the request's connection, whole seconds up to 255. */
    timeout?(request: Request, seconds: number): void;
    /** Address and port of the client; null once its response has ended. */
    requestIP?(request: Request): { readonly address: string; readonly port: number } | null;
  };
  Variables: {
    record: AccessRecord;
    /** Index of the client's API key in API_KEYS; absent where no key is required. */
    key?: string;
  };
}
