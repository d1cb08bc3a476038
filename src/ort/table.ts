/**
 * The C functions of ONNX Runtime that the binding calls. Each has its index in the OrtApi table, which is
 * append-only across versions, and its arguments (onnxruntime_c_api.h). Every function returns an OrtStatus*, which
 * is null on success.
 */
export const ORT_FUNCTIONS = {
  CreateEnv: [3, ["i32", "ptr", "ptr"]],
  CreateSession: [7, ["ptr", "ptr", "ptr", "ptr"]],
  CreateSessionFromArray: [8, ["ptr", "ptr", "usize", "ptr", "ptr"]],
  Run: [9, ["ptr", "ptr", "ptr", "ptr", "usize", "ptr", "usize", "ptr"]],
  CreateSessionOptions: [10, ["ptr"]],
  DisableMemPattern: [17, ["ptr"]],
  SetSessionGraphOptimizationLevel: [23, ["ptr", "i32"]],
  SetIntraOpNumThreads: [24, ["ptr", "i32"]],
  SessionGetInputCount: [30, ["ptr", "ptr"]],
  SessionGetOutputCount: [31, ["ptr", "ptr"]],
  SessionGetInputTypeInfo: [33, ["ptr", "usize", "ptr"]],
  SessionGetOutputTypeInfo: [34, ["ptr", "usize", "ptr"]],
  SessionGetInputName: [36, ["ptr", "usize", "ptr", "ptr"]],
  SessionGetOutputName: [37, ["ptr", "usize", "ptr", "ptr"]],
  CreateRunOptions: [39, ["ptr"]],
  RunOptionsSetTerminate: [46, ["ptr"]],
  RunOptionsUnsetTerminate: [47, ["ptr"]],
  CreateTensorAsOrtValue: [48, ["ptr", "ptr", "usize", "i32", "ptr"]],
  CreateTensorWithDataAsOrtValue: [49, ["ptr", "ptr", "usize", "ptr", "usize", "i32", "ptr"]],
  GetTensorMutableData: [51, ["ptr", "ptr"]],
  CastTypeInfoToTensorInfo: [55, ["ptr", "ptr"]],
  GetTensorElementType: [60, ["ptr", "ptr"]],
  GetDimensionsCount: [61, ["ptr", "ptr"]],
  GetDimensions: [62, ["ptr", "ptr", "usize"]],
  GetTensorTypeAndShape: [65, ["ptr", "ptr"]],
  CreateMemoryInfo: [68, ["ptr", "i32", "i32", "i32", "ptr"]],
  CreateCpuMemoryInfo: [69, ["i32", "i32", "ptr"]],
  AllocatorFree: [76, ["ptr", "ptr"]],
  GetAllocatorWithDefaultOptions: [78, ["ptr"]],
  AddSessionConfigEntry: [130, ["ptr", "ptr", "ptr"]],
  CreateAllocator: [131, ["ptr", "ptr", "ptr"]],
  RunWithBinding: [133, ["ptr", "ptr", "ptr"]],
  CreateIoBinding: [134, ["ptr", "ptr"]],
  BindInput: [136, ["ptr", "ptr", "ptr"]],
  BindOutput: [137, ["ptr", "ptr", "ptr"]],
  AddRunConfigEntry: [165, ["ptr", "ptr", "ptr"]],
  SessionOptionsAppendExecutionProvider_CUDA_V2: [204, ["ptr", "ptr"]],
  CreateCUDAProviderOptions: [205, ["ptr"]],
  UpdateCUDAProviderOptions: [206, ["ptr", "ptr", "ptr", "usize"]],
} as const;

/** Functions that release an object, with their index in the OrtApi table. They return void. */
export const ORT_RELEASES = {
  Env: 92,
  Status: 93,
  MemoryInfo: 94,
  Session: 95,
  Value: 96,
  RunOptions: 97,
  TypeInfo: 98,
  TensorTypeAndShapeInfo: 99,
  SessionOptions: 100,
  Allocator: 132,
  IoBinding: 135,
  CUDAProviderOptions: 208,
} as const;

/** Index of `const char* GetErrorMessage(const OrtStatus*)` in the OrtApi table. */
export const GET_ERROR_MESSAGE = 2;

/** API version to pass to OrtGetApiBase()->GetApi. It has all functions above, and later libraries support it. */
export const ORT_API_VERSION = 17;
