import { readFileSync } from "node:fs";
import tls from "node:tls";

/** Whose certificates an https target may show. */
export interface Trust {
  /** Any. */
  readonly insecure: boolean;
  /** A file of PEM certificates, trusted beside the usual issuers. */
  readonly caFile?: string | undefined;
}

/** Codes of a certificate that was refused: DEPTH_ZERO_SELF_SIGNED_CERT, ERR_TLS_CERT_ALTNAME_INVALID, … */
const REFUSED_CERTIFICATE = /CERT|UNABLE_TO_(?:GET|VERIFY)|SELF_SIGNED|CA_/;

/** `trust` as node:tls takes it. Throws Error where it names a file that can't be read. */
export function tlsOptions(trust: Trust): { rejectUnauthorized: boolean; ca?: string[] } {
  const rejectUnauthorized = !trust.insecure;
  if (trust.caFile === undefined) return { rejectUnauthorized };
  return { rejectUnauthorized, ca: [...tls.rootCertificates, readPem(trust.caFile)] };
}

/** What kept a connection from standing, with the way out of a refused certificate. */
export function connectMessage(error: Error): string {
  const code = "code" in error ? String(error.code) : "";
  if (!REFUSED_CERTIFICATE.test(code))
    return error.message.includes(code) ? error.message : `${error.message}: ${code}`;
  return `its certificate is refused (${error.message}): trust its issuer with --ca-file FILE, or any certificate with --insecure`;
}

function readPem(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Error(`--ca-file: ${path} can't be read`, { cause: error });
  }
}
