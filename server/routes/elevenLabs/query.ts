/** Parameters that ElevenLabs' clients may send, also those that have no effect here. */
export const ELEVEN_LABS_QUERY = [
  "output_format",
  "model_id",
  "language_code",
  "apply_text_normalization",
  "auto_mode",
  "enable_ssml_parsing",
  "enable_logging",
  "sync_alignment",
  "inactivity_timeout",
  "optimize_streaming_latency",
  "seed",
  "authorization",
  "single_use_token",
] as const;
