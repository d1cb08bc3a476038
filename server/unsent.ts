import { readFile } from "node:fs/promises";

interface Peer {
  readonly address: string;
  readonly port: number;
}

/**
 * Bytes that the kernel holds for `peer` because it has not taken them yet (Linux: tx_queue in /proc/net/tcp); null
 * where that can't be told: another system, or an address of IPv6.
 */
export async function unsentBytes(peer: Peer | null): Promise<number | null> {
  const remote = peer === null ? null : kernelAddress(peer);
  if (remote === null) return null;
  for (const file of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const table = await readFile(file, "utf8").catch(() => "");
    for (const line of table.split("\n")) {
      const [, , to = "", state, queues = ""] = line.trim().split(/\s+/);
      if (state === ESTABLISHED && to.endsWith(remote)) return Number.parseInt(queues, 16);
    }
  }
  return null;
}

const ESTABLISHED = "01";

/** As the kernel spells it: the address as a little-endian word, also at the end of one that is mapped into IPv6. */
function kernelAddress({ address, port }: Peer): string | null {
  const bytes = /(?:^|:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.slice(1).toReversed();
  if (bytes === undefined) return null;
  const word = bytes.map((byte) => hex(Number(byte), 2)).join("");
  return `${word}:${hex(port, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
