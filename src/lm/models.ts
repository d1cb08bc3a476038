import { z } from "zod";

/** A model that a speech LM lists in /v1/models. */
export interface Model {
  readonly id: string;
  /** Maximum tokens of prompt and generation together; null where the LM does not report it. */
  readonly maxModelTokens: number | null;
}

const modelList = z.object({
  data: z.array(
    z.object({ id: z.string(), max_model_len: z.int().positive().nullish().catch(null) }),
  ),
});

/** Reads the models in an answer of /v1/models; null if the answer is not such a list, as from a proxy. */
export function parseModels(answer: unknown): readonly Model[] | null {
  const list = modelList.safeParse(answer);
  if (!list.success) return null;
  return list.data.data.map(({ id, max_model_len }) => ({
    id,
    maxModelTokens: max_model_len ?? null,
  }));
}
