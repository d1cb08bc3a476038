"""Runs Deepgram's Python package against the server at argv[1]: every encoding of speak, and errors."""

import sys
from importlib.metadata import version

from deepgram import DeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.environment import DeepgramClientEnvironment

URL = sys.argv[1]
TEXT = "Of course! The next train leaves at nine."
environment = DeepgramClientEnvironment(base=URL, production=URL, agent=URL, agent_rest=URL)
client = DeepgramClient(api_key="any", environment=environment)
generate = client.speak.v1.audio.generate

sizes = []
for options in (
    {},
    {"encoding": "linear16"},
    {"encoding": "linear16", "container": "none", "sample_rate": 16000},
    {"encoding": "mulaw", "container": "none", "sample_rate": 8000},
    {"encoding": "alaw"},
    {"encoding": "opus", "container": "ogg"},
    {"encoding": "flac"},
    {"encoding": "aac"},
    {"encoding": "mp3", "bit_rate": 32000},
):
    audio = b"".join(generate(text=TEXT, model="aura-2-thalia-en", **options))
    assert len(audio) > 1000, f"{options}: {len(audio)} bytes"
    sizes.append(len(audio))
assert abs(sizes[1] - 44 - 1.5 * sizes[2]) < 8, "24 kHz and 16 kHz have different lengths"
assert abs(sizes[2] - 4 * sizes[3]) < 8, "linear16 and mulaw have different lengths"
try:
    list(generate(text=TEXT, model="nobody"))
    raise AssertionError("an unknown voice succeeded")
except ApiError as error:
    assert error.status_code == 400 and error.body["err_code"] == "unknown_voice", error.body
print(f"deepgram-sdk {version('deepgram-sdk')}: {len(sizes)} encodings, {sizes[2] / 32000:.2f} s")
