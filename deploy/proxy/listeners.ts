import { type Crowd, SPREAD_MS, TEXTS } from "./crowd.ts";
import { AHEAD_MS, BYTES_PER_MS, openSpeaker, type Spoken } from "./speaker.ts";

/** Runs listeners that play one text after the other, each on one kept connection. An answer that is too short is cut. */
export async function listeners({ url, count, tally, signal, lengths }: Crowd): Promise<void> {
  const listen = async (index: number): Promise<void> => {
    await Bun.sleep((index * SPREAD_MS) / count);
    const speaker = openSpeaker(url);
    for (let at = index % TEXTS.length; !signal.aborted; at = (at + 1) % TEXTS.length) {
      const spoken = await speaker.speak(TEXTS[at] ?? "");
      const isShort = spoken.ending === "complete" && audioS(spoken) !== lengths.texts[at];
      const { firstMs, status } = spoken;
      if (isShort) tally.add("cut", { firstMs, why: `${audioS(spoken)} s` });
      else if (spoken.ending === "complete") tally.add("complete", { firstMs });
      else tally.add(spoken.ending, { firstMs, why: `status ${status}` });
      // What is buffered is played; a listener who was refused tries again after a second.
      await Bun.sleep(spoken.ending === "complete" ? AHEAD_MS : 1000);
    }
    speaker.close();
  };
  await Promise.all(Array.from({ length: count }, (_, index) => listen(index)));
}

function audioS({ bytes }: Spoken): number {
  return bytes / BYTES_PER_MS / 1000;
}
