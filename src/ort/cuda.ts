/** Shape of a run: rows × tokens in each. */
export interface RunShape {
  readonly batch: number;
  readonly tokens: number;
}

/** Device of a model; auto: CUDA if it works, else the CPU. N is the ordinal among the visible GPUs, from 0. */
export type DeviceName = "auto" | "cpu" | "cuda" | `cuda:${number}`;

export function isDeviceName(text: unknown): text is DeviceName {
  return typeof text === "string" && /^(auto|cpu|cuda(:\d{1,3})?)$/.test(text);
}

/** Ordinal among the visible GPUs; 0 if the name has none. */
export function deviceIdOf(device: DeviceName): number {
  return Number(device.split(":")[1] ?? 0);
}

interface CudaSettings {
  /** Ordinal among the visible GPUs. */
  readonly deviceId: number;
  /** Whether runs are recorded as CUDA graphs and replayed. */
  readonly graphs: boolean;
}

/** Options of ONNX Runtime's CUDA provider, as its C API takes them (OrtCUDAProviderOptionsV2). */
export function cudaOptions({ deviceId, graphs }: CudaSettings): Readonly<Record<string, string>> {
  return {
    device_id: String(deviceId),
    // Doubling, the default, would take half of a device that the LM uses too.
    arena_extend_strategy: "kSameAsRequested",
    // The exhaustive search takes seconds for every new length.
    cudnn_conv_algo_search: "HEURISTIC",
    enable_cuda_graph: graphs ? "1" : "0",
  };
}

/** Run option with the id of the graph to record or replay. */
export const GRAPH_ID_OPTION = "gpu_graph_id";

/** Graph id of a run that neither records nor replays. */
export const NO_GRAPH_ID = -1;

/** Unique id of a shape's graph; below 2^31 for every run that fits a device. */
export function graphId({ batch, tokens }: RunShape): number {
  return batch * 2 ** 16 + tokens;
}

export interface GraphPlan {
  /** Window lengths in tokens, by priority. */
  readonly lengths: readonly number[];
  /** Numbers of rows. Small batches gain most: their kernels are shorter than the kernels' launches. */
  readonly batches: readonly number[];
  /** Maximum device memory of all graphs. */
  readonly budgetBytes: number;
  /** Device memory of a graph per token of batch · length. */
  readonly bytesPerToken: number;
}

/** The shapes to record at start, in order: small batches first; shapes beyond the budget are skipped. */
export function planGraphs(plan: GraphPlan): readonly RunShape[] {
  let remainingBytes = plan.budgetBytes;
  const shapes: RunShape[] = [];
  for (const batch of plan.batches.toSorted((a, b) => a - b)) {
    for (const tokens of plan.lengths) {
      const bytes = batch * tokens * plan.bytesPerToken;
      if (bytes > remainingBytes) continue;
      remainingBytes -= bytes;
      shapes.push({ batch, tokens });
    }
  }
  return shapes;
}

/** Maximum rows of a graph ÷ rows of the run; beyond it a run without a graph is faster. */
const MAX_UNUSED_FACTOR = 2;

/**
 * The recorded shape for `run`, or null. Its length must be equal, because padding changes the audio. Its batch may
 * be larger, because rows are independent: the smallest with enough rows is taken.
 */
export function graphFor(run: RunShape, recorded: readonly RunShape[]): RunShape | null {
  let best: RunShape | null = null;
  for (const shape of recorded) {
    if (shape.tokens !== run.tokens || shape.batch < run.batch) continue;
    if (shape.batch > run.batch * MAX_UNUSED_FACTOR) continue;
    if (!best || shape.batch < best.batch) best = shape;
  }
  return best;
}
