import { readFile } from "node:fs/promises";

export interface Peer {
  readonly address: string;
  readonly port: number;
}

/**
 * Bytes that the kernel holds for a peer because it has not taken them yet (Linux: tx_queue in /proc/net/tcp); null
 * where that can't be told: another system, or an address of IPv6.
 */
export type Unsent = (peer: Peer | null) => Promise<number | null>;

interface UnsentOptions {
  /** All who ask within this time share one look: the kernel walks all its connections for it, some milliseconds. */
  readonly maxAgeMs: number;
  readonly now: () => number;
}

export function createUnsent({ maxAgeMs, now }: UnsentOptions): Unsent {
  let lookedMs = -Infinity;
  let queues: Promise<ReadonlyMap<string, number>> | undefined;
  return async (peer) => {
    const remote = peer === null ? null : kernelAddress(peer);
    if (remote === null) return null;
    if (queues === undefined || now() - lookedMs > maxAgeMs) {
      lookedMs = now();
      queues = sendQueues();
    }
    return (await queues).get(remote) ?? null;
  };
}

const ESTABLISHED = "01";
/** Of a remote address, the last word and the port: an address of IPv4 is the last word also where it is mapped. */
const REMOTE = /[0-9A-F]{8}:[0-9A-F]{4}$/;

async function sendQueues(): Promise<ReadonlyMap<string, number>> {
  const queues = new Map<string, number>();
  for (const file of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const table = await readFile(file, "utf8").catch(() => "");
    for (const line of table.split("\n")) {
      const [, , to = "", state, held = ""] = line.trim().split(/\s+/);
      const remote = REMOTE.exec(to)?.[0];
      if (state === ESTABLISHED && remote !== undefined)
        queues.set(remote, Number.parseInt(held, 16));
    }
  }
  return queues;
}

/** As the kernel spells it: the address as a little-endian word. */
function kernelAddress({ address, port }: Peer): string | null {
  const bytes = /(?:^|:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.slice(1).toReversed();
  if (bytes === undefined) return null;
  const word = bytes.map((byte) => hex(Number(byte), 2)).join("");
  return `${word}:${hex(port, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
