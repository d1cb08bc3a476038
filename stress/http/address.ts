import { isIP } from "node:net";
import type { Address } from "./connectionPool.ts";
import { tlsOptions, type Trust } from "./trust.ts";

/** Returns the address of the server at `base`. Throws Error if `trust.caFile` cannot be read. */
export function addressOf(base: URL, trust: Trust): Address {
  const secure = base.protocol === "https:";
  const hostname = base.hostname.replace(/^\[(.*)\]$/, "$1"); // removes the brackets of [::1]
  return {
    hostname,
    port: Number(base.port) || (secure ? 443 : 80),
    // An empty name sends no SNI, which RFC 6066 forbids for an address. The certificate is still checked against it.
    tls: secure ? { serverName: isIP(hostname) > 0 ? "" : hostname, ...tlsOptions(trust) } : null,
  };
}
