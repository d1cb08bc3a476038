/** What a run on a GPU looks like to its kernels: rows × codes in each. */
export interface RunShape {
  readonly batch: number;
  readonly tokens: number;
}

/** Where a decoder runs; auto is CUDA where it works, else the CPU. N counts the visible devices from 0. */
export type DeviceName = "auto" | "cpu" | "cuda" | `cuda:${number}`;

export function isDeviceName(text: unknown): text is DeviceName {
  return typeof text === "string" && /^(auto|cpu|cuda(:\d{1,3})?)$/.test(text);
}

/** Ordinal among the visible devices: that in the name, else the first. */
export function deviceIdOf(device: DeviceName): number {
  return Number(device.split(":")[1] ?? 0);
}

interface CudaSettings {
  /** Ordinal among the visible devices. */
  readonly deviceId: number;
  /** Record each planned shape's kernels once and replay them. */
  readonly graphs: boolean;
}

/** Options of ONNX Runtime's CUDA provider, as its C API takes them (OrtCUDAProviderOptionsV2). */
export function cudaOptions({ deviceId, graphs }: CudaSettings): Readonly<Record<string, string>> {
  return {
    device_id: String(deviceId),
    // Grown by what is asked for: doubling would take half of a device that the LM shares.
    arena_extend_strategy: "kSameAsRequested",
    // The exhaustive search costs seconds for every new length.
    cudnn_conv_algo_search: "HEURISTIC",
    enable_cuda_graph: graphs ? "1" : "0",
  };
}

/** Run option by which ONNX Runtime keeps graphs apart. */
export const GRAPH_ID_OPTION = "gpu_graph_id";

/** The graph id that neither records nor replays. */
export const NO_GRAPH_ID = -1;

/** One graph per shape: an id that no other shape has, below 2^31 for every run that fits a device. */
export function graphId({ batch, tokens }: RunShape): number {
  return batch * 2 ** 16 + tokens;
}

export interface GraphPlan {
  /** Window lengths in tokens, the most wanted first. */
  readonly lengths: readonly number[];
  /** Batch widths; the narrow ones gain most, their kernels are shorter than their launches. */
  readonly batches: readonly number[];
  /** Device memory that all graphs together may keep. */
  readonly budgetBytes: number;
  /** Device memory that a graph keeps for each token of batch · length. */
  readonly bytesPerToken: number;
}

/** The shapes to record at start, in order: narrow batches first, and whatever still fits the budget. */
export function planGraphs(plan: GraphPlan): readonly RunShape[] {
  let leftBytes = plan.budgetBytes;
  const shapes: RunShape[] = [];
  for (const batch of plan.batches.toSorted((a, b) => a - b)) {
    for (const tokens of plan.lengths) {
      const bytes = batch * tokens * plan.bytesPerToken;
      if (bytes > leftBytes) continue;
      leftBytes -= bytes;
      shapes.push({ batch, tokens });
    }
  }
  return shapes;
}

/** A graph wider than its rows wastes at most this share of work; beyond it a run without a graph is faster. */
const WIDEST_FACTOR = 2;

/**
 * The recorded shape that `run` may use: of its very length (another would pad, and padding is heard), and the
 * narrowest that has room for its rows; rows don't hear each other, so spare ones may hold anything. null: run
 * without a graph.
 */
export function graphFor(run: RunShape, recorded: readonly RunShape[]): RunShape | null {
  let best: RunShape | null = null;
  for (const shape of recorded) {
    if (shape.tokens !== run.tokens || shape.batch < run.batch) continue;
    if (shape.batch > run.batch * WIDEST_FACTOR) continue;
    if (!best || shape.batch < best.batch) best = shape;
  }
  return best;
}
