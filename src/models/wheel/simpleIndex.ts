import { decodeHTMLAttribute } from "entities";
import { z } from "zod";
import { SpeechError } from "../../errors.ts";
import { type Reply, request, type Site } from "../request.ts";
import { withSilenceLimit } from "../silence.ts";
import type { WheelPackage } from "./wheelPackage.ts";

/** A Python package index with the simple API (PEP 503 pages or PEP 691 JSON). */
export interface PackageIndex {
  /** Base URL without user name and password, ending with a slash. */
  readonly base: URL;
  readonly site: Site;
  /** Longest time without a byte, milliseconds. */
  readonly silenceMs: number;
}

interface Listed {
  readonly filename: string;
  readonly url: string;
  readonly sha256: string | null;
}

const ACCEPT =
  "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1";

const project = z.object({
  files: z.array(
    z.object({
      filename: z.string(),
      url: z.string(),
      hashes: z.object({ sha256: z.string().optional() }),
    }),
  ),
});

/**
 * Describes the index at `address`, whose user name and password are sent to its own host only. Returns null if
 * `address` is no http or https URL.
 *
 * @example
 * packageIndex("https://me:word@mirror.example/simple", 10_000)?.site.origin; // "https://mirror.example"
 */
export function packageIndex(address: string, silenceMs: number): PackageIndex | null {
  if (!/^https?:/i.test(address) || !URL.canParse(address)) return null;
  const base = new URL(address);
  const { username, password } = base;
  base.username = "";
  base.password = "";
  if (!base.pathname.endsWith("/")) base.pathname += "/";
  const login = Buffer.from(`${percentDecoded(username)}:${percentDecoded(password)}`);
  return {
    base,
    site: {
      origin: base.origin,
      authorization: username + password === "" ? null : `Basic ${login.toString("base64")}`,
      remedy: "put the user name and password into its URL: https://name:password@host/simple",
    },
    silenceMs,
  };
}

/**
 * Finds the package's wheel on the index and returns its URL. Throws SpeechError "upstream" with the reason in words, or
 * the reason of `signal`.
 */
export async function wheelOnIndex(
  { base, site, silenceMs }: PackageIndex,
  wanted: WheelPackage,
  signal: AbortSignal,
): Promise<URL> {
  const page = new URL(`${wanted.project}/`, base);
  const headers = { accept: ACCEPT };
  const find = async (limited: AbortSignal): Promise<URL> => {
    const reply = await request(page, { site, headers }, limited);
    return chosen(await listing(reply), wanted, reply.url);
  };
  return withSilenceLimit({ host: base.host, ms: silenceMs }, find, signal);
}

async function listing({ response, url }: Reply): Promise<readonly Listed[]> {
  const isJson = /\bjson\b/.test(response.headers.get("content-type") ?? "");
  if (!isJson) return anchors(await response.text());
  const page = project.safeParse(await response.json().catch(() => null));
  if (!page.success)
    throw new SpeechError(
      "upstream",
      `${url.host} does not answer with the page of a package index`,
    );
  return page.data.files.map(({ hashes, ...file }) => ({ ...file, sha256: hashes.sha256 ?? null }));
}

/** Reads the links of an HTML page; the fragment of a link has the SHA-256 of its file. */
function anchors(html: string): readonly Listed[] {
  const links: string[] = [];
  new HTMLRewriter()
    .on("a[href]", {
      element: (link) => void links.push(decodeHTMLAttribute(link.getAttribute("href") ?? "")),
    })
    .transform(html);
  return links.map((link) => {
    const [url = "", fragment = ""] = link.split("#");
    const filename = url.split("?")[0]?.split("/").at(-1) ?? "";
    return { filename, url, sha256: /^sha256=([0-9a-f]{64})$/i.exec(fragment)?.[1] ?? null };
  });
}

function chosen(files: readonly Listed[], { wheel }: WheelPackage, page: URL): URL {
  const file = files.find(({ filename }) => filename === wheel.name);
  if (file === undefined || !URL.canParse(file.url, page.href))
    throw new SpeechError("upstream", `${page.host} does not list ${wheel.name}`);
  if (file.sha256 === null || file.sha256.toLowerCase() === wheel.sha256)
    return new URL(file.url, page);
  const got = `${page.host} lists it with the SHA-256 ${file.sha256}`;
  throw new SpeechError("upstream", `expected the SHA-256 ${wheel.sha256}, but ${got}`);
}

function percentDecoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a percent sign that escapes nothing
  }
}
