/** Name of the BroadcastChannel on which the decoder's Worker answers each message with its number of allocations. */
export const CHANNEL = "utter-bench-allocations";
