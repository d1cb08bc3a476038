import { createPlayer, type Player } from "../parts/player/player.ts";
import { createStore, type Store } from "../parts/store.ts";
import type { SpeechRequest } from "../parts/speech.ts";
import { record, type Recording, type Take } from "../parts/take.ts";
import { joinedWords, wordAtS } from "../reading/segments.ts";
import { type Spoken, withMeasured } from "./spoken.ts";

/** The two sides of a comparison; without one, only A is used. */
export const SIDES = ["A", "B"] as const;
export type Side = (typeof SIDES)[number];

/** Speaks texts and plays them: the state that the buttons and figures of a form show. */
export interface Desk {
  readonly player: Player;
  readonly sides: Readonly<Record<Side, Store<Spoken | null>>>;
  /** The side that is heard. */
  readonly heardSide: Store<Side>;
  /** Index of the word that is heard, among the joined words of the take; -1: none. */
  readonly word: Store<number>;
  /** Speaks the requests at the same time and plays the first. Must be called from a click. Resolves when all have ended. */
  speak(requests: Readonly<Partial<Record<Side, SpeechRequest>>>): Promise<void>;
  stop(): void;
  /** Plays a side, from the word at which the other one is. */
  hear(side: Side): Promise<void>;
  /** Shows takes of an earlier time, without playing them. */
  show(takes: Readonly<Partial<Record<Side, Spoken>>>): void;
  seek(seconds: number): void;
  togglePlay(): Promise<void>;
}

export function createDesk(): Desk {
  const player = createPlayer();
  const sides = { A: createStore<Spoken | null>(null), B: createStore<Spoken | null>(null) };
  const heardSide = createStore<Side>("A");
  const word = createStore(-1);
  let recordings: Partial<Record<Side, Recording>> = {};
  /** The side whose samples the player has; null: none. */
  let loaded: Side | null = null;
  let loads = 0;
  /** Whether the loaded side plays since its beginning, so that its first sound and stalls are measured. */
  let isMeasured = false;

  const takeOf = (side: Side): Take | undefined => sides[side].get()?.take;

  player.heard.subscribe(() => {
    const heard = player.heard.get();
    const side = heardSide.get();
    const spoken = sides[side].get();
    if (loaded !== side || spoken === null) return;
    const words = joinedWords(spoken.take.words);
    if (heard.isPlaying || heard.positionS > 0) word.set(wordAtS(words, heard.positionS));
    const sentMs = recordings[side]?.sentMs;
    if (isMeasured && sentMs !== undefined) sides[side].set(withMeasured(spoken, heard, sentMs));
  });

  async function load(side: Side, fromS: number): Promise<void> {
    loads += 1;
    const mine = loads;
    loaded = null;
    heardSide.set(side);
    const isOpen = await player.load();
    // Another click can come while this one opens the audio device.
    if (!isOpen || mine !== loads) return;
    loaded = side;
    const take = takeOf(side);
    for (const chunk of recordings[side]?.chunks ?? take?.chunks ?? []) player.append(chunk);
    if (take !== undefined && take.state !== "speaking") player.complete();
    player.seek(fromS);
    player.play();
  }

  function begin(side: Side, request: SpeechRequest): Recording {
    const recording = record(request, (pcm) => {
      if (loaded === side && recordings[side] === recording) player.append(pcm);
    });
    sides[side].set({ take: recording.take.get(), firstSoundMs: null, stalls: 0, stalledMs: 0 });
    recording.take.subscribe(() => {
      const spoken = sides[side].get();
      if (recordings[side] !== recording || spoken === null) return;
      sides[side].set({ ...spoken, take: recording.take.get() });
    });
    void recording.ended.then(() => {
      if (loaded === side && recordings[side] === recording) player.complete();
    });
    return recording;
  }

  function stopRecordings(): void {
    for (const recording of Object.values(recordings)) recording.stop();
  }

  return {
    player,
    sides,
    heardSide,
    word,
    async speak(requests) {
      stopRecordings();
      recordings = {};
      isMeasured = true;
      loaded = null;
      word.set(-1);
      for (const side of SIDES) {
        const request = requests[side];
        sides[side].set(null);
        if (request !== undefined) recordings[side] = begin(side, request);
      }
      const all = Object.values(recordings);
      await load("A", 0);
      await Promise.all(all.map(({ ended }) => ended));
    },
    stop() {
      loads += 1;
      stopRecordings();
      player.pause();
    },
    async hear(side) {
      const from = joinedWords(takeOf(heardSide.get())?.words ?? [])[word.get()];
      const words = joinedWords(takeOf(side)?.words ?? []);
      const same = words.find(({ end }) => from !== undefined && end > from.start);
      isMeasured = false;
      await load(side, loaded === null ? 0 : (same?.fromS ?? 0));
    },
    show(takes) {
      loads += 1;
      stopRecordings();
      player.pause();
      recordings = {};
      loaded = null;
      word.set(-1);
      heardSide.set("A");
      for (const side of SIDES) sides[side].set(takes[side] ?? null);
    },
    seek(seconds) {
      if (loaded === null) void load(heardSide.get(), seconds);
      else {
        player.seek(seconds);
        player.play();
      }
    },
    async togglePlay() {
      const { isPlaying, positionS, lengthS } = player.heard.get();
      if (loaded === null) await load(heardSide.get(), 0);
      else if (isPlaying) player.pause();
      else {
        if (positionS >= lengthS - 0.05 && takeOf(loaded)?.state !== "speaking") player.seek(0);
        player.play();
      }
    },
  };
}
