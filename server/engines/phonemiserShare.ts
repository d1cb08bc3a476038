import type { Engine } from "../../src/engine.ts";
import type { OpenedPhonemiser } from "../../src/phonemes/open.ts";
import type { Phonemiser } from "../../src/phonemes/phonemes.ts";

/** The use of a shared phonemiser by one engine. */
export interface PhonemiserLease {
  readonly phonemiser: Phonemiser;
  /** Ends the use; the last one closes the phonemiser. */
  release(): void;
}

/** Opens the phonemiser at the first call and shares it among all that hold a lease. */
export type PhonemiserShare = () => Promise<PhonemiserLease>;

/**
 * Shares one phonemiser among the engines of a server, since its lexicons take 90 MB. Each call throws the error of
 * `open` if that fails.
 *
 * @example
 * const share = sharePhonemiser(() => openPhonemiser("models/hibari", null));
 * const { phonemiser, release } = await share();
 */
export function sharePhonemiser(open: () => Promise<OpenedPhonemiser>): PhonemiserShare {
  let opening: Promise<OpenedPhonemiser> | null = null;
  let leases = 0;
  const leave = (): void => {
    leases -= 1;
    if (leases === 0) opening = null;
  };
  return async () => {
    leases += 1;
    opening ??= open();
    const phonemiser = await opening.catch((error: unknown) => {
      leave();
      throw error;
    });
    let isHeld = true;
    return {
      phonemiser,
      release() {
        if (!isHeld) return;
        isHeld = false;
        leave();
        if (leases === 0) phonemiser.close();
      },
    };
  };
}

/** Opens an engine with the shared phonemiser, which it holds until it is closed. Throws the errors of `share` and `open`. */
export async function withPhonemiser(
  share: PhonemiserShare,
  open: (phonemiser: Phonemiser) => Promise<Engine>,
): Promise<Engine> {
  const { phonemiser, release } = await share();
  try {
    const engine = await open(phonemiser);
    return {
      ...engine,
      async close() {
        await engine.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
