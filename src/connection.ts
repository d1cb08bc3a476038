import { messageOf } from "./message.ts";

/** What the codes of errors of `fetch` mean (Bun 1.4, Node's and OpenSSL's names). */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there (connection refused)",
  ConnectionRefused: "nothing listens there (connection refused)",
  FailedToOpenSocket: "nothing listens there (connection refused)",
  ECONNRESET: "the connection was closed before the answer was complete",
  ConnectionClosed: "the connection was closed before the answer was complete",
  EPIPE: "the connection was closed before the request was sent",
  ENOTFOUND: "its host name is unknown",
  EAI_AGAIN: "its host name could not be looked up",
  EHOSTUNREACH: "there is no route to its host",
  ENETUNREACH: "there is no route to its network",
  ETIMEDOUT: "it did not answer in time",
  ConnectionTimeout: "it did not answer in time",
  EPROTO: "it does not speak TLS on this port: try http instead of https",
  TooManyRedirects: "it redirects too often",
  ZlibError: "its answer is not compressed as it says",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed (NODE_EXTRA_CA_CERTS adds one)",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is self-signed (NODE_EXTRA_CA_CERTS adds one)",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is not trusted (NODE_EXTRA_CA_CERTS adds one)",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "its certificate is not trusted (NODE_EXTRA_CA_CERTS adds one)",
  CERT_HAS_EXPIRED: "its certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
};

/**
 * Returns why a request of `fetch`, or the body of its answer, failed. The sentences of the runtime are advice for the
 * author of a program; a client or a log gets the fact. The message of an error of our own is returned as it is.
 *
 * @example
 * await fetch("http://127.0.0.1:9").catch(connectionReason); // "nothing listens there (connection refused)"
 */
export function connectionReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  const known = REASONS[code];
  if (known !== undefined) return known;
  if (error.name === "TimeoutError") return "it did not answer in time";
  // `fetch` throws a TypeError for every other failure.
  if (error instanceof TypeError)
    return code === "" ? "the connection failed" : `the connection failed (${code})`;
  return messageOf(error);
}
