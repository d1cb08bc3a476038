/** Replies of a voice agent. */
const REPLIES = [
  "Sure, I can check that for you right away. Your parcel left the depot at nine this morning, so it should arrive before noon. Would you like a message when it is close?",
  "Thanks for waiting, I have found your booking. The table is for four people on Friday at seven, by the window, as you asked. Shall I change anything?",
  "Let me see what we have on that day. There is a flight at half past six, and another one at nine in the evening; both have seats left.",
  "I am sorry to hear that, and I will help you to sort it out. Please unplug the router, wait ten seconds, and plug it in again. Tell me when the light is green.",
  "Good question, many people ask about it. The plan has no fixed term, so you can leave at the end of any month, and you keep your number.",
  "Yes, the clinic is open on Saturday. Doctor Lim sees patients from nine to one, but the first appointment that is free is at eleven. Is that all right?",
] as const;

/** Least length of a first clause that the server speaks before its sentence is complete, characters. */
const CLAUSE_CHARS = 20;

/** A reply as a model writes it. */
export interface Reply {
  readonly text: string;
  readonly tokens: readonly string[];
  /** Index of the token that completes the first clause. */
  readonly clause: number;
}

/** Returns reply number `at`, in tokens of up to five letters with the blank before them. */
export function replyOf(at: number): Reply {
  const text = REPLIES[at % REPLIES.length] ?? REPLIES[0];
  const tokens = text.match(/\s?\S{1,5}/g) ?? [];
  const end = /[.!?](?=\s)/.exec(text)?.index ?? text.length;
  const clauses = Array.from(text.matchAll(/[,;:]/g), ({ index }) => index);
  const clause = clauses.find((index) => index + 1 >= CLAUSE_CHARS && index < end);
  // A sentence is complete with the blank after its mark.
  const place = clause ?? end + 1;
  let chars = 0;
  const index = tokens.findIndex((token) => (chars += token.length) > place);
  return { text, tokens, clause: index };
}
