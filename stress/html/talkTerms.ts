/** What the gates of conversations limit, and what it means. */
export const TALK_TERMS = {
  first_token_to_byte: {
    name: "First token to first byte",
    meaning: "from the first token of a reply until the first audio arrives",
  },
  first_token_to_sound: {
    name: "First token to first sound",
    meaning:
      "until a caller who plays at once hears something, which is the first 10 ms with an RMS above 0.01, without DC",
  },
  sound_after_cancel: {
    name: "Cancel to last sound",
    meaning: "from the interruption until the last audio that still came; 0 if none came",
  },
  cancel_acknowledged: {
    name: "Cancel to acknowledgement",
    meaning: "from the interruption until the protocol's answer to it",
  },
  slot_freed: {
    name: "Cancel to free slot",
    meaning:
      "from the interruption until the server counts no request of the tester any more; measured while no other reply runs",
  },
  token_lag: {
    name: "Lag of the tokens",
    meaning: "how late the tester sent them; with a p99 above 20 ms the level is invalid",
  },
  alignment_error_rate: {
    name: "Alignment errors",
    meaning: "% of the replies whose character or word times miss text, have other text, or fall",
  },
} as const;
