import { z } from "zod";
import type { TalkFigures } from "../figures/talk.ts";
import { statsSchema } from "./savedStats.ts";

const number = z.number();

/** The member `talk` of a level in summary.json. */
export const talkFiguresSchema: z.ZodType<TalkFigures> = z.object({
  conversations: number,
  firstTokenToByteMs: statsSchema,
  firstTokenToSoundMs: statsSchema,
  tokenLagMs: statsSchema,
  interruptions: z
    .object({
      planned: number,
      cancelled: number,
      soundAfterMs: statsSchema,
      lateSoundMs: statsSchema,
      soundAfterAcknowledgement: number,
      acknowledgedMs: statsSchema,
      freedMs: statsSchema,
    })
    .nullable(),
  alignment: z
    .object({
      replies: number,
      faulty: number,
      missing: number,
      extra: number,
      falls: number,
      restarts: number,
    })
    .nullable(),
});
