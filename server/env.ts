import type { AccessRecord } from "./observe/record.ts";
import type { SocketData } from "./talk/socket.ts";

/** The bindings and variables of this server's Hono contexts. */
export interface Env {
  /** The second argument of `fetch` under Bun.serve; its methods are absent in `app.request()`. */
  Bindings: {
    /** Sets the idle timeout of the request's connection, whole seconds up to 255. */
    timeout?(request: Request, seconds: number): void;
    /** Makes the connection of a request a socket; false if that is not possible. */
    upgrade?(
      request: Request,
      options: { readonly data: SocketData; readonly headers: Readonly<Record<string, string>> },
    ): boolean;
    /** Address and port of the client; null once its response has ended. */
    requestIP?(request: Request): { readonly address: string; readonly port: number } | null;
  };
  Variables: {
    record: AccessRecord;
    /** Index of the client's API key in API_KEYS; absent where no key is required. */
    key?: string;
    /** The body of JSON before a schema; absent where none is read. */
    body?: unknown;
  };
}
