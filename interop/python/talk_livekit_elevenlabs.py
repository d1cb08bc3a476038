"""Speaks turns with LiveKit's ElevenLabs plugin on one socket of the server at argv[1], fed token by token."""

import asyncio
import sys
from importlib.metadata import version

import aiohttp
from livekit.agents import tokenize
from livekit.plugins import elevenlabs
from livekit_turns import REPLY, speak


async def check(label, **options):
    async with aiohttp.ClientSession() as session:
        tts = elevenlabs.TTS(
            base_url=sys.argv[1] + "/v1", api_key="any", voice_id="slt", http_session=session, **options
        )
        seconds, words, first = await speak(tts.stream())
        text = "".join(words)
        assert text.split() == REPLY.split(), f"{label}: the words are {text!r}"
        times = [(word.start_time, word.end_time) for word in words]
        assert all(a[0] <= b[0] for a, b in zip(times, times[1:])), f"{label}: times fall: {times}"
        assert abs(times[-1][1] - seconds) < 0.3, f"{label}: the last word ends at {times[-1][1]}, the audio at {seconds}"
        await speak(tts.stream(), stop_after_s=0.5)
        again, _, _ = await speak(tts.stream())
        assert abs(again - seconds) < 0.3, f"{label}: after an interruption {again} s instead of {seconds}"
        await tts.aclose()
    return f"{label} {seconds:.2f} s, first audio after {first * 1000:.0f} ms"


async def main():
    figures = [
        await check("sentences"),
        await check("words", auto_mode=False, word_tokenizer=tokenize.basic.WordTokenizer(ignore_punctuation=False)),
        await check("pcm", encoding="pcm_16000"),
    ]
    print(f"livekit-plugins-elevenlabs {version('livekit-plugins-elevenlabs')}: {'; '.join(figures)}")


asyncio.run(main())
