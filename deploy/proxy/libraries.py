"""Holds conversations with LiveKit's plugins and Pipecat's services through the proxy at argv[1], for argv[2] seconds.

Prints a line of JSON: for each client the turns, those that failed, and the errors. A turn fails if it raises an error or
if its speech is shorter than that of the first turn. Needs interop/python on PYTHONPATH.
"""

import asyncio
import json
import sys
import time

import aiohttp
from livekit.plugins import deepgram, elevenlabs
from livekit_turns import speak
from pipecat.frames.frames import EndFrame
from pipecat.services.deepgram.tts import DeepgramTTSService
from pipecat.services.elevenlabs.tts import ElevenLabsTTSService
from pipecat_turns import RATE, run, turn

URL, SECONDS = sys.argv[1], float(sys.argv[2])
SOCKET = URL.replace("http", "ws")
# Pauses in which a caller speaks; different, so that a restart finds conversations in every phase.
PAUSES_S = [0.2, 1.0, 2.5]


async def converse(say, pause_s):
    """Takes turns until the time is over. `say` speaks one and returns its seconds."""
    end, lengths, errors = time.monotonic() + SECONDS, [], []
    while time.monotonic() < end:
        try:
            seconds = await say()
            if lengths and seconds < 0.9 * lengths[0]:
                errors.append(f"{seconds:.1f} s instead of {lengths[0]:.1f}")
            else:
                lengths.append(seconds)
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}"[:200])
        await asyncio.sleep(pause_s)
    return {"turns": len(lengths) + len(errors), "failed": len(errors), "errors": errors}


async def livekit(make, pause_s):
    async with aiohttp.ClientSession() as session:
        tts = make(session)

        async def say():
            return (await speak(tts.stream()))[0]

        figures = await converse(say, pause_s)
        await tts.aclose()
        return figures


async def pipecat(service, pause_s):
    task, sink, running = run(service)

    async def say():
        return (await turn(task, sink))[0]

    figures = await converse(say, pause_s)
    await task.queue_frame(EndFrame())
    await running
    return figures


def livekit_elevenlabs(session):
    return elevenlabs.TTS(base_url=URL + "/v1", api_key="any", voice_id="alloy", http_session=session)


def livekit_deepgram(session):
    return deepgram.TTS(base_url=URL + "/v1/speak", api_key="any", model="alloy", http_session=session)


def pipecat_elevenlabs():
    settings = ElevenLabsTTSService.Settings(voice="alloy")
    return ElevenLabsTTSService(api_key="any", url=SOCKET, sample_rate=RATE, settings=settings)


def pipecat_deepgram():
    settings = DeepgramTTSService.Settings(voice="alloy")
    return DeepgramTTSService(api_key="any", base_url=SOCKET, sample_rate=RATE, settings=settings)


async def main():
    clients = {
        "LiveKit elevenlabs": lambda pause: livekit(livekit_elevenlabs, pause),
        "LiveKit deepgram": lambda pause: livekit(livekit_deepgram, pause),
        "Pipecat elevenlabs": lambda pause: pipecat(pipecat_elevenlabs(), pause),
        "Pipecat deepgram": lambda pause: pipecat(pipecat_deepgram(), pause),
    }
    runs = [(name, open_client(pause)) for name, open_client in clients.items() for pause in PAUSES_S]
    results = await asyncio.gather(*(run for _, run in runs))
    totals = {}
    for (name, _), figures in zip(runs, results):
        total = totals.setdefault(name, {"turns": 0, "failed": 0, "errors": []})
        for key in total:
            total[key] += figures[key]
    print(json.dumps(totals))


asyncio.run(main())
