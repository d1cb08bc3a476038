import { readFile } from "node:fs/promises";

/** The address and port of a client. */
interface Peer {
  readonly address: string;
  readonly port: number;
}

/**
 * Returns the bytes in the kernel's send queue for a client (Linux: tx_queue of /proc/net/tcp). Returns null if the
 * number is unknown: on another system, for an IPv6 address, or without such a connection.
 */
export type Unsent = (peer: Peer | null) => Promise<number | null>;

interface UnsentOptions {
  /** Maximum age of the cached table, milliseconds. The kernel needs some milliseconds to list all connections. */
  readonly maxAgeMs: number;
  readonly now: () => number;
}

/**
 * Creates a function that reads send queues. Calls within `maxAgeMs` use the same table.
 *
 * @example
 * const unsent = createUnsent({ maxAgeMs: 600, now: () => performance.now() });
 * await unsent(server.requestIP(request)); // 65536
 */
export function createUnsent({ maxAgeMs, now }: UnsentOptions): Unsent {
  let readMs = -Infinity;
  let queues: Promise<ReadonlyMap<string, number>> | undefined;
  return async (peer) => {
    const remote = peer === null ? null : kernelAddress(peer);
    if (remote === null) return null;
    if (queues === undefined || now() - readMs > maxAgeMs) {
      readMs = now();
      queues = sendQueues();
    }
    return (await queues).get(remote) ?? null;
  };
}

const ESTABLISHED = "01";
/** Last word of the remote address, and port. The last word of an IPv4-mapped IPv6 address is the IPv4 address. */
const REMOTE = /[0-9A-F]{8}:[0-9A-F]{4}$/;

async function sendQueues(): Promise<ReadonlyMap<string, number>> {
  const queues = new Map<string, number>();
  for (const file of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const table = await readFile(file, "utf8").catch(() => "");
    for (const line of table.split("\n")) {
      const [, , remoteColumn = "", state, queueColumn = ""] = line.trim().split(/\s+/);
      const remote = REMOTE.exec(remoteColumn)?.[0];
      if (state === ESTABLISHED && remote !== undefined)
        queues.set(remote, Number.parseInt(queueColumn, 16));
    }
  }
  return queues;
}

/** Formats an address as the kernel prints it: a little-endian word in hexadecimal; null for an IPv6 address. */
function kernelAddress({ address, port }: Peer): string | null {
  const bytes = /(?:^|:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.slice(1).toReversed();
  if (bytes === undefined) return null;
  const word = bytes.map((byte) => hex(Number(byte), 2)).join("");
  return `${word}:${hex(port, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
