import { must } from "../cases.ts";
import { completeBody } from "../client.ts";
import { type Stage, withServer } from "./stage.ts";

/** Checks that equal seeds give equal files and another seed gives another file. Throws an Error if not. */
export function equalSeeds(stage: Stage, maxTokens: number): Promise<string> {
  return withServer(stage, {}, async ({ url }) => {
    const body = {
      input: "The same words twice.",
      seed: 7,
      max_tokens: maxTokens,
      stream: false,
      response_format: "wav",
    };
    const [one, two] = [await completeBody(url, body), await completeBody(url, body)];
    must(Buffer.compare(one, two) === 0, `${one.length} and ${two.length} bytes differ`);
    const other = await completeBody(url, { ...body, seed: 8 });
    must(Buffer.compare(one, other) !== 0, "another seed gives the same file");
    return `${one.length} bytes twice, ${other.length} with another seed`;
  });
}
