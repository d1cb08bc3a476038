"""Judges recordings of speech, for `bun run bench wer` and `bun run bench words`.

Usage: judge.py moonshine | whisper MODEL_FOLDER LANGUAGE | dnsmos | align

Reads a JSON list from standard input and writes one JSON value per item, a line each, to standard output.
An item is the path of a WAV file (mono, 16 bit, 16 kHz); for `align` it is {"path", "words"}.
"""

import json
import sys
import wave

RATE_HZ = 16_000


def samples(path):
    """Returns the samples of a WAV file as float32 in -1 to 1."""
    import numpy

    with wave.open(path) as file:
        pcm = file.readframes(file.getnframes())
    return numpy.frombuffer(pcm, numpy.int16).astype(numpy.float32) / 32768


def moonshine():
    """Returns a function from a path to a transcription by Moonshine base (package moonshine_cpp)."""
    from moonshine_cpp.moonshine_cpp import MoonshineModel

    return MoonshineModel(language="en").transcribe_wav


def whisper(folder, language):
    """Returns a function from a path to a transcription by a Whisper model (package faster-whisper)."""
    from faster_whisper import WhisperModel

    model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1)

    def transcribe(path):
        segments, _ = model.transcribe(samples(path), language=language, beam_size=1)
        return " ".join(segment.text.strip() for segment in segments)

    return transcribe


def dnsmos():
    """Returns a function from a path to the overall DNSMOS score, 1 to 5 (package speechmos)."""
    from speechmos import dnsmos as scorer

    return lambda path: float(scorer.run(samples(path), RATE_HZ)["ovrl_mos"])


def align():
    """Returns a function that aligns words with a recording (package pocketsphinx).

    Each word of the result is [text, from, to] in seconds; the result is None if the alignment failed.
    """
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=RATE_HZ, loglevel="FATAL", lm=None)
    frame_s = 1 / decoder.config["frate"]

    def aligned(item):
        words = [word for word in item["words"] if decoder.lookup_word(word) is not None]
        if len(words) < len(item["words"]):
            return None
        with wave.open(item["path"]) as file:
            pcm = file.readframes(file.getnframes())
        decoder.set_align_text(" ".join(words))
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
        segments = decoder.seg() or []
        found = [
            [segment.word.split("(")[0], segment.start_frame * frame_s, (segment.end_frame + 1) * frame_s]
            for segment in segments
            if not segment.word.startswith(("<", "["))
        ]
        return found if len(found) == len(words) else None

    return aligned


def main(name, *args):
    judge = {"moonshine": moonshine, "whisper": whisper, "dnsmos": dnsmos, "align": align}[name](*args)
    for item in json.load(sys.stdin):
        print(json.dumps(judge(item)), flush=True)


main(*sys.argv[1:])
