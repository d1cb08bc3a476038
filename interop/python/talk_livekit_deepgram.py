"""Speaks turns with LiveKit's Deepgram plugin on one socket of the server at argv[1], fed token by token."""

import asyncio
import sys
from importlib.metadata import version

import aiohttp
from livekit.plugins import deepgram
from livekit_turns import speak


async def check(rate):
    async with aiohttp.ClientSession() as session:
        url = sys.argv[1] + "/v1/speak"
        tts = deepgram.TTS(base_url=url, api_key="any", model="slt", sample_rate=rate, http_session=session)
        seconds, _, first = await speak(tts.stream())
        await speak(tts.stream(), stop_after_s=0.5)
        for _ in range(2):
            again, _, _ = await speak(tts.stream())
            assert abs(again - seconds) < 0.3, f"after an interruption {again} s instead of {seconds}"
        await tts.aclose()
    return seconds, f"{rate} Hz {seconds:.2f} s, first audio after {first * 1000:.0f} ms"


async def main():
    turns = [await check(rate) for rate in (8000, 24000, 48000)]
    lengths = [seconds for seconds, _ in turns]
    assert max(lengths) - min(lengths) < 0.1, f"the rates have different lengths: {lengths}"
    print(f"livekit-plugins-deepgram {version('livekit-plugins-deepgram')}: {'; '.join(text for _, text in turns)}")


asyncio.run(main())
