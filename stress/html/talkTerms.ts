/** Explains what the gates of conversations limit. */
export const TALK_MEANINGS = {
  first_token_to_byte:
    "First token to first byte: from the first token of a reply until the first audio arrives.",
  first_token_to_sound:
    "First token to first sound: until a caller who plays at once hears something, which is the first 10 ms with an RMS above 0.01, without DC.",
  sound_after_cancel:
    "Sound after a cancel: from the interruption until the last audio that still came; 0 if none came.",
  cancel_acknowledged:
    "Acknowledgement of a cancel: from the interruption until the protocol's answer to it.",
  slot_freed:
    "Free slot after a cancel: until the server counts no request of the tester any more; measured while no other reply runs.",
  token_lag:
    "Lag of the tokens: how late the tester sent them; with a p99 above 20 ms the level is invalid.",
  alignment_error_rate:
    "Alignment errors: % of the replies whose character or word times miss text, have other text, or fall.",
} as const;
