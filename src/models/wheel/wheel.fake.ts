import { zipSync } from "fflate";
import type { WheelPackage } from "./wheelPackage.ts";

export const WHEEL_NAME = "tiny_tts-1.0-py3-none-any.whl";
const CONTENT = {
  "graph.onnx": Uint8Array.from({ length: 200_000 }, (_, index) => (index * index) % 251),
  "vocab.json": new TextEncoder().encode('{"a":1}'),
};

function sha256Of(bytes: Uint8Array): string {
  return new Bun.CryptoHasher("sha256").update(bytes).digest("hex");
}

/** A wheel with two model files, one of them stored and one deflated, and a Python file. */
export const WHEEL = zipSync({
  "tiny/assets/graph.onnx": [CONTENT["graph.onnx"], { level: 0 }],
  "tiny/assets/vocab.json": CONTENT["vocab.json"],
  "tiny/__init__.py": new TextEncoder().encode("print()"),
});

/** The package of that wheel. */
export const TINY: WheelPackage = {
  name: "tiny",
  project: "tiny-tts",
  version: "1.0",
  wheel: { name: WHEEL_NAME, bytes: WHEEL.length, sha256: sha256Of(WHEEL) },
  files: Object.entries(CONTENT).map(([name, bytes]) => ({
    path: `tiny/assets/${name}`,
    name,
    bytes: bytes.length,
    sha256: sha256Of(bytes),
  })),
};

/** The page of the project on an index, as JSON (PEP 691); `sha256` is what the index claims. */
export function jsonPage(url: string, sha256 = TINY.wheel.sha256): Response {
  const files = [
    { filename: "tiny_tts-0.9-py3-none-any.whl", url: "old.whl", hashes: {} },
    { filename: WHEEL_NAME, url, hashes: { sha256 } },
  ];
  return Response.json(
    { name: "tiny-tts", files },
    { headers: { "content-type": "application/vnd.pypi.simple.v1+json" } },
  );
}

/** The same page as HTML (PEP 503); `href` is written as it is. */
export function htmlPage(href: string): Response {
  const page = `<!DOCTYPE html><html><body><h1>Links</h1>
<a href="../../old/tiny_tts-0.9-py3-none-any.whl#sha256=00">tiny_tts-0.9-py3-none-any.whl</a><br/>
<a href="${href}" data-requires-python="&gt;=3.9">${WHEEL_NAME}</a></body></html>`;
  return new Response(page, { headers: { "content-type": "text/html; charset=utf-8" } });
}
