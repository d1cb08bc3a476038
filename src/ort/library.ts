import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** File name of the shared library in the package, by platform. */
const LIBRARY_NAME: Partial<Record<NodeJS.Platform, RegExp>> = {
  linux: /^libonnxruntime\.so\.\d+$/,
  darwin: /^libonnxruntime\.\d+\.dylib$/,
  win32: /^onnxruntime\.dll$/,
};

/**
 * Path of the ONNX Runtime library that the package onnxruntime-node ships for this machine. Throws an Error that
 * names the searched folder.
 */
export function packagedOrtLibrary(): string {
  const { platform, arch } = process;
  const wanted = LIBRARY_NAME[platform];
  if (!wanted) throw new Error(`onnxruntime-node ships no library for ${platform}`);
  const root = dirname(Bun.resolveSync("onnxruntime-node/package.json", import.meta.dir));
  for (const abi of readdirSync(join(root, "bin"))) {
    const folder = join(root, "bin", abi, platform, arch);
    const name = filesIn(folder).find((file) => wanted.test(file));
    if (name) return join(folder, name);
  }
  throw new Error(`no ONNX Runtime library for ${platform}/${arch} under ${join(root, "bin")}`);
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
