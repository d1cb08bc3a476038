interface CudaSettings {
  /** Ordinal among the visible devices. */
  readonly deviceId?: number;
  /** Most device memory the arena may take, bytes; without it, all there is. */
  readonly memoryBytes?: number;
  /** Record each shape's kernels once and replay them. */
  readonly graphs?: boolean;
}

/** Options of ONNX Runtime's CUDA provider, as its C API takes them (OrtCUDAProviderOptionsV2). */
export function cudaOptions(settings: CudaSettings = {}): Readonly<Record<string, string>> {
  const { deviceId = 0, memoryBytes, graphs = false } = settings;
  return {
    device_id: String(deviceId),
    // Grown by what is asked for: doubling would take half of a device that the LM shares.
    arena_extend_strategy: "kSameAsRequested",
    // The exhaustive search costs seconds for every new length.
    cudnn_conv_algo_search: "HEURISTIC",
    use_tf32: "1",
    enable_cuda_graph: graphs ? "1" : "0",
    ...(memoryBytes === undefined ? {} : { gpu_mem_limit: String(memoryBytes) }),
  };
}
