"""Speaks a reply with ElevenLabs' Python package over `stream-input` of the server at argv[1], fed token by token."""

import sys
import time
from importlib.metadata import version

from elevenlabs.client import ElevenLabs

REPLY = "Of course, I can look that up. The next train leaves at nine. Would you like a seat?"


def tokens():
    for token in REPLY.split():
        yield token + " "
        time.sleep(0.02)


client = ElevenLabs(api_key="any", base_url=sys.argv[1])
# The package always speaks TLS on sockets.
client.text_to_speech._ws_base_url = sys.argv[1].replace("http", "ws", 1)
for turn in range(2):
    started, first, data = time.monotonic(), None, b""
    for chunk in client.text_to_speech.convert_realtime(
        voice_id="JBFqnCBsd6RMkjVDRZzb", text=tokens(), model_id="eleven_flash_v2_5", output_format="mp3_44100_128"
    ):
        first = first or time.monotonic() - started
        data += chunk
    assert data[0] == 0xFF and data[1] & 0xE0 == 0xE0, f"no MP3: {data[:4]!r}"
    seconds = len(data) * 8 / 128_000
    assert 3 < seconds < 12, f"{seconds} s"
print(f"elevenlabs {version('elevenlabs')}: {seconds:.2f} s, first audio after {first * 1000:.0f} ms")
