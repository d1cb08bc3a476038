import { hostname, networkInterfaces } from "node:os";

/** Returns true if the host of `target` is this machine: a loopback address, or an address or the name of this machine. */
export function isOwnMachine(target: string): boolean {
  const host = new URL(target).hostname.replace(/^\[(.*)\]$/, "$1"); // removes the brackets of [::1]
  if (host.startsWith("127.") || host.endsWith(".localhost")) return true;
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = addresses.map(({ address }) => address.split("%")[0] ?? "");
  return ["localhost", "0.0.0.0", "::", "::1", hostname().toLowerCase(), ...own].includes(host);
}
