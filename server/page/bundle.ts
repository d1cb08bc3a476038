import { messageOf } from "../../src/message.ts";

/** The scripts of the pages by name, each with its source file. */
const SCRIPTS = {
  "playground.js": "playground/playground.tsx",
  "live.js": "live/live.tsx",
  "docs.js": "docs/docs.tsx",
  "player.js": "parts/player/worklet.ts",
} as const;

export type ScriptName = keyof typeof SCRIPTS;

export function isScript(name: string): name is ScriptName {
  return Object.hasOwn(SCRIPTS, name);
}

const bundled = new Map<ScriptName, Promise<string>>();

/**
 * Returns a script of the pages for the browser, bundled and minified. It is bundled on its first request, so that the
 * start of the server needs no time for it and nothing is written to the disk. Throws an Error if it cannot be bundled.
 */
export function scriptText(name: ScriptName): Promise<string> {
  let text = bundled.get(name);
  if (text === undefined) {
    text = bundle(name);
    bundled.set(name, text);
    text.catch(() => bundled.delete(name));
  }
  return text;
}

async function bundle(name: ScriptName): Promise<string> {
  const { outputs, logs } = await Bun.build({
    entrypoints: [`${import.meta.dir}/${SCRIPTS[name]}`],
    tsconfig: `${import.meta.dir}/tsconfig.json`,
    target: "browser",
    format: "esm",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    jsx: { runtime: "automatic", importSource: "hono/jsx/dom", development: false },
  }).catch((error: unknown) => {
    throw new Error(`${name} cannot be bundled: ${messageOf(error)}`, { cause: error });
  });
  const [output] = outputs;
  if (output === undefined)
    throw new Error(`${name} cannot be bundled: ${logs.map(({ message }) => message).join("; ")}`);
  return output.text();
}
