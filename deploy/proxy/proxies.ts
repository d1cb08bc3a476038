import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers, freePort } from "../../bench/serverProcess.ts";

export const PROXIES = ["haproxy", "nginx"] as const;
export type ProxyName = (typeof PROXIES)[number];

/** A running proxy in front of two servers. */
export interface Proxy {
  readonly url: string;
  stop(): Promise<void>;
}

const DEPLOY = join(import.meta.dir, "..");
const START_LIMIT_MS = 10_000;

/**
 * Starts a proxy with its file in `deploy/` on a free loopback port, in front of the servers at the addresses `a` and
 * `b` (host:port). Throws an Error if it does not answer.
 */
export async function startProxy(
  name: ProxyName,
  { a, b }: { readonly a: string; readonly b: string },
): Promise<Proxy> {
  const address = `127.0.0.1:${freePort()}`;
  const folder = await mkdtemp(join(tmpdir(), "utter-proxy-"));
  const command =
    name === "haproxy"
      ? ["env", `LISTEN=${address}`, `UTTER_A=${a}`, `UTTER_B=${b}`, "haproxy", "-db", "-f"].concat(
          join(DEPLOY, "haproxy.cfg"),
        )
      : await nginxCommand(folder, { address, a, b });
  const child = Bun.spawn(command, { stdout: "ignore", stderr: "pipe" });
  const errors = child.stderr.text();
  const kill = (): void => child.kill();
  process.once("exit", kill);
  const stop = async (): Promise<void> => {
    child.kill();
    await child.exited;
    process.off("exit", kill);
    await rm(folder, { recursive: true });
  };
  const url = `http://${address}`;
  const limitMs = performance.now() + START_LIMIT_MS;
  while (!(await answers(`${url}/ready`))) {
    if (child.exitCode === null && performance.now() < limitMs) {
      await Bun.sleep(20);
      continue;
    }
    await stop();
    throw new Error(`${name} did not answer at ${url}: ${await errors}`);
  }
  return { url, stop };
}

interface NginxAddresses {
  /** Where nginx listens. */
  readonly address: string;
  readonly a: string;
  readonly b: string;
}

async function nginxCommand(folder: string, addresses: NginxAddresses): Promise<string[]> {
  const file = join(folder, "nginx.conf");
  const text = await readFile(join(DEPLOY, "nginx.conf"), "utf8");
  await writeFile(file, nginxFile(text, folder, addresses));
  const settings = `daemon off; pid ${join(folder, "nginx.pid")};`;
  return ["nginx", "-p", folder, "-e", "stderr", "-c", file, "-g", settings];
}

/**
 * Returns the text of an nginx file with other addresses and with all of its files in `folder`, because nginx reads no
 * environment. Throws an Error if an address is missing in the text.
 */
export function nginxFile(text: string, folder: string, { address, a, b }: NginxAddresses): string {
  const replaced = (text: string, [from, to]: readonly [string, string]): string => {
    if (!text.includes(from)) throw new Error(`Expected deploy/nginx.conf to have "${from}"`);
    return text.replace(from, to);
  };
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const own = kinds.map((kind) => `${kind}_temp_path ${join(folder, kind)};`).join(" ");
  return [
    ["listen 127.0.0.1:9090", `listen ${address}`],
    ["server 127.0.0.1:9091", `server ${a}`],
    ["server 127.0.0.1:9092", `server ${b}`],
    ["http {", `http { access_log off; ${own}`],
  ].reduce((text, [from = "", to = ""]) => replaced(text, [from, to]), text);
}
