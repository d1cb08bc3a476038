/** Shape of a run: the number of rows, and the tokens in each row. */
export interface RunShape {
  readonly batch: number;
  readonly tokens: number;
}

/**
 * Device that runs a model. "auto" uses CUDA if it works, otherwise the CPU. The number in "cuda:1" is the ordinal
 * among the visible GPUs, from 0.
 */
export type DeviceName = "auto" | "cpu" | "cuda" | `cuda:${number}`;

export function isDeviceName(text: unknown): text is DeviceName {
  return typeof text === "string" && /^(auto|cpu|cuda(:\d{1,3})?)$/.test(text);
}

/** Returns the name's ordinal among the visible GPUs, or 0 if the name has none. */
export function deviceIdOf(device: DeviceName): number {
  return Number(device.split(":")[1] ?? 0);
}

interface CudaSettings {
  /** Ordinal among the visible GPUs. */
  readonly deviceId: number;
  /** Whether runs are recorded as CUDA graphs and replayed. */
  readonly graphs: boolean;
}

/** Returns the options of ONNX Runtime's CUDA provider as strings for its C API (OrtCUDAProviderOptionsV2). */
export function cudaOptions({ deviceId, graphs }: CudaSettings): Readonly<Record<string, string>> {
  return {
    device_id: String(deviceId),
    // By default the arena doubles when it grows, and would fill half of a device that the LM also uses.
    arena_extend_strategy: "kSameAsRequested",
    // The default, an exhaustive search, takes seconds for every new length.
    cudnn_conv_algo_search: "HEURISTIC",
    enable_cuda_graph: graphs ? "1" : "0",
  };
}

/** Name of the run option that holds the id of the graph to record or replay. */
export const GRAPH_ID_OPTION = "gpu_graph_id";

/** Graph id of a run that neither records nor replays a graph. */
export const NO_GRAPH_ID = -1;

/** Returns the unique id of a shape's graph. The id is below 2^31 for every run that fits a device. */
export function graphId({ batch, tokens }: RunShape): number {
  return batch * 2 ** 16 + tokens;
}

export interface GraphPlan {
  /** Window lengths in tokens, in order of priority. */
  readonly lengths: readonly number[];
  /**
   * Numbers of rows. Small batches gain most from graphs, because their kernels take longer to launch than to run.
   */
  readonly batches: readonly number[];
  /** Maximum device memory of all graphs. */
  readonly budgetBytes: number;
  /** Device memory of a graph for each of its batch · length tokens. */
  readonly bytesPerToken: number;
}

/** Returns the shapes to record at start, small batches first. Skips shapes that exceed the remaining budget. */
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

/** Maximum ratio of a graph's rows to the run's rows. Above this ratio, a run without a graph is faster. */
const MAX_UNUSED_FACTOR = 2;

/**
 * Returns the recorded shape to use for `run`, or null. The lengths must be equal, because padding changes the audio.
 * The recorded batch can be larger, because rows are independent. The smallest batch with enough rows is preferred.
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
