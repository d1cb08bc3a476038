import { readFileSync } from "node:fs";
import tls from "node:tls";
import { messageOf } from "../../src/message.ts";

/** Certificates that are accepted from an https target. */
export interface Trust {
  /** True to accept any certificate. */
  readonly insecure: boolean;
  /** File of PEM certificates of issuers, which are trusted in addition to the built-in root certificates. */
  readonly caFile?: string | undefined;
}

/** Error codes of a refused certificate: DEPTH_ZERO_SELF_SIGNED_CERT, ERR_TLS_CERT_ALTNAME_INVALID, … */
const REFUSED_CERTIFICATE = /CERT|UNABLE_TO_(?:GET|VERIFY)|SELF_SIGNED|CA_/;

/** Converts `trust` to the options of node:tls. Throws Error if `caFile` cannot be read. */
export function tlsOptions(trust: Trust): { rejectUnauthorized: boolean; ca?: string[] } {
  const rejectUnauthorized = !trust.insecure;
  if (trust.caFile === undefined) return { rejectUnauthorized };
  return { rejectUnauthorized, ca: [...tls.rootCertificates, readPem(trust.caFile)] };
}

/** Explains why a connection failed. For a refused certificate, the text names the flags that accept the certificate. */
export function connectMessage(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  if (!REFUSED_CERTIFICATE.test(code))
    return error.message.includes(code) ? error.message : `${error.message}: ${code}`;
  return `certificate refused (${error.message}): trust its issuer with --ca-file FILE, or any certificate with --insecure`;
}

function readPem(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`cannot read --ca-file ${path} (${messageOf(error)})`, { cause: error });
  }
}
