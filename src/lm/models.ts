import { z } from "zod";

/** A model as an LM's /v1/models names it. */
export interface Model {
  readonly id: string;
  /** Most tokens of a prompt and what follows it; null where the LM does not say. */
  readonly length: number | null;
}

const modelList = z.object({
  data: z.array(z.object({ id: z.string(), max_model_len: z.int().positive().catch(0) })),
});

/** The models of an answer of /v1/models; null when it is no such list, as a proxy may give. */
export function modelsOf(answer: unknown): readonly Model[] | null {
  const list = modelList.safeParse(answer);
  if (!list.success) return null;
  return list.data.data.map(({ id, max_model_len: length }) => ({ id, length: length || null }));
}
