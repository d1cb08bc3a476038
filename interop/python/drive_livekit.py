"""Runs LiveKit's plugin against the server at argv[1]: each format, from bytes (tts-1) and events (other models)."""

import asyncio
import sys
from importlib.metadata import version

from livekit.plugins import openai

TEXT = "Of course! The next train leaves at nine, and it stops at every station on the way."
FORMATS = ["mp3", "opus", "aac", "flac", "wav", "pcm"]
# The plugin's decoder drops the packet that it probes, and keeps a codec's padding.
TOLERANCE_S = 0.1


async def seconds(model, response_format):
    tts = openai.TTS(
        model=model, voice="alloy", base_url=sys.argv[1] + "/v1", api_key="any", response_format=response_format
    )
    total = 0.0
    async with tts.synthesize(TEXT) as stream:
        async for event in stream:
            assert event.frame.sample_rate == 24000, f"{event.frame.sample_rate} Hz"
            total += event.frame.samples_per_channel / 24000
    await tts.aclose()
    return total


async def main():
    models = ["tts-1", "tts-1-hd", "gpt-4o-mini-tts"]
    expected = await seconds("tts-1", "pcm")
    for model in models:
        for response_format in FORMATS:
            decoded = await seconds(model, response_format)
            assert abs(decoded - expected) <= TOLERANCE_S, f"{model} {response_format}: {decoded} s, not {expected}"
    plugin = version("livekit-plugins-openai")
    print(f"livekit-plugins-openai {plugin}: {len(FORMATS)} formats of {', '.join(models)}, {expected:.2f} s each")


asyncio.run(main())
