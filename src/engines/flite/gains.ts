/**
 * Gain of each voice, so that it speaks at TARGET_LUFS: the loudness of twelve sentences was measured, −16.1 LUFS (slt),
 * −21.4 (rms), −20.5 (awb), −28.4 (kal16), −20.3 (kal). Peaks that get too high are limited.
 */
export const GAINS: Readonly<Record<string, number>> = {
  slt: 0.64,
  rms: 1.17,
  awb: 1.06,
  kal16: 2.66,
  kal: 1.05,
};
