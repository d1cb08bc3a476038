import { type Case, must } from "./cases.ts";
import { scriptCase } from "./script.ts";
import type { TestServer } from "./testServer.ts";

const PAGE = `${import.meta.dir}/../docs/talk.md`;
/** The address on the page. */
const ADDRESS = "127.0.0.1:9091";

/** Returns the case that runs each Python block of docs/talk.md. */
export function docsCase(python: string): Case<TestServer> {
  const id = "talk-docs";
  const claim = "the Python blocks of docs/talk.md speak";
  return {
    id,
    claim,
    async run(testServer) {
      const page = (await Bun.file(PAGE).text()).replaceAll(ADDRESS, new URL(testServer.url).host);
      const blocks = Array.from(
        page.matchAll(/^```python\n([^]*?)^```$/gm),
        ([, code = ""]) => code,
      );
      must(blocks.length >= 5, `${blocks.length} blocks`);
      for (const code of blocks) {
        const output = await scriptCase({ id, claim, command: [python, "-c", code] }).run(
          testServer,
        );
        must(/[1-9]/.test(output), `a block prints ${output}: ${code.slice(0, 200)}`);
      }
      return `${blocks.length} blocks`;
    },
  };
}
