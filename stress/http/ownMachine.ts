import { hostname, networkInterfaces } from "node:os";

/** True if the host of `target` is this machine: loopback, one of its addresses, or its name. */
export function isOwnMachine(target: string): boolean {
  const host = new URL(target).hostname.replace(/^\[(.*)\]$/, "$1"); // [::1]
  if (host.startsWith("127.") || host.endsWith(".localhost")) return true;
  const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  const own = addresses.map(({ address }) => address.split("%")[0] ?? "");
  return ["localhost", "0.0.0.0", "::", "::1", hostname().toLowerCase(), ...own].includes(host);
}
