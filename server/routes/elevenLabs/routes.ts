import type { Hono, MiddlewareHandler } from "hono";
import type { Deps } from "../../deps.ts";
import type { Env } from "../../env.ts";
import { HttpError } from "../../errors.ts";
import { validBody } from "../../body/valid.ts";
import { elevenLabsBody } from "./body.ts";
import { ELEVEN_LABS_FACES, speakAsElevenLabs } from "./speak.ts";
import { elevenLabsVoice, elevenLabsVoices, elevenLabsVoicesPage } from "./voices.ts";

/** Adds the HTTP routes of ElevenLabs' API; `json` reads their bodies. */
export function addElevenLabs(app: Hono<Env>, json: MiddlewareHandler, deps: Deps): void {
  const { catalogue } = deps;
  const body = validBody(elevenLabsBody);
  for (const [end, faceOf] of Object.entries(ELEVEN_LABS_FACES))
    app.post(`/v1/text-to-speech/:voice${end}`, json, body, (c) => {
      const spoken = { voice: c.req.param("voice"), body: c.req.valid("json"), faceOf };
      return speakAsElevenLabs(c, spoken, deps);
    });
  app.get("/v1/voices", (c) => c.json(elevenLabsVoices(catalogue)));
  app.get("/v2/voices", (c) => c.json(elevenLabsVoicesPage(catalogue)));
  app.get("/v1/voices/:voice", (c) => c.json(elevenLabsVoice(deps, c.req.param("voice"))));
  app.all("/v1/text-to-dialogue/*", refuseDialogue);
  app.all("/v1/text-to-dialogue", refuseDialogue);
}

/** LiveKit sends the models eleven_v3 and eleven_v4 here. */
function refuseDialogue(): never {
  const message =
    "text-to-dialogue is not served, to which clients send the models eleven_v3 and eleven_v4; choose another model, " +
    "such as eleven_flash_v2_5";
  throw new HttpError("not_found", message);
}
