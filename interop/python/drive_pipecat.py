"""Runs Pipecat's service against the server at argv[1] and checks that its frames are the PCM at 24 kHz."""

import asyncio
import sys
from importlib.metadata import version

import openai
from pipecat.services.openai.tts import OpenAITTSService

TEXT = "Of course! The next train leaves at nine, and it stops at every station on the way."
URL = sys.argv[1] + "/v1"


class Service(OpenAITTSService):
    """Runs without a pipeline: main() sets the sample rate, and metrics have no receiver."""

    async def start_tts_usage_metrics(self, text):
        pass

    async def stop_ttfb_metrics(self, **_):
        pass


async def main():
    client = openai.OpenAI(base_url=URL, api_key="any")
    pcm = client.audio.speech.create(model="tts-1", voice="alloy", input=TEXT, response_format="pcm").content
    service = Service(api_key="any", base_url=URL, sample_rate=24000)
    service._sample_rate = 24000
    frames = [frame async for frame in service.run_tts(TEXT, "context")]
    assert all(frame.sample_rate == 24000 for frame in frames), "a frame has another sample rate"
    assert b"".join(frame.audio for frame in frames) == pcm, "the frames differ from the PCM"
    print(f"pipecat-ai {version('pipecat-ai')}: {len(frames)} frames, {len(pcm) / 48000:.2f} s")


asyncio.run(main())
