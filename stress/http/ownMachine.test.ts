import { expect, test } from "bun:test";
import { hostname, networkInterfaces } from "node:os";
import { isOwnMachine } from "./ownMachine.ts";

const own = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .map(({ address, family }) => (family === "IPv6" ? `[${address.split("%")[0]}]` : address));

test.each(["localhost", "LOCALHOST", "127.0.0.9", "[::1]", "0.0.0.0", "[::]", hostname(), ...own])(
  "%s is this machine",
  (host) => {
    expect(isOwnMachine(`http://${host}:9091/v1`)).toBe(true);
  },
);

test.each(["example.com", "192.0.2.1", "[2001:db8::1]", "not-localhost"])(
  "%s is another machine",
  (host) => {
    expect(isOwnMachine(`http://${host}:9091/v1`)).toBe(false);
  },
);
