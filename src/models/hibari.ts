import type { ModelFile } from "./store.ts";
import type { PinnedFile, WheelPackage } from "./wheel/wheelPackage.ts";

const LICENSES = "hibari_tts-0.2.1.dist-info/licenses";

function asset(name: string, bytes: number, sha256: string) {
  return { path: `hibari/assets/${name}`, name, bytes, sha256 };
}

/**
 * The natural voice: hibari (https://pypi.org/project/hibari-tts, Apache-2.0), a distilled Kokoro-82M with its lexicons.
 * A new release needs new hashes here.
 */
export const HIBARI: WheelPackage = {
  name: "hibari",
  project: "hibari-tts",
  version: "0.2.1",
  wheel: {
    name: "hibari_tts-0.2.1-py3-none-any.whl",
    bytes: 14_032_178,
    sha256: "49f2abbbe451c988e7448b5afa08c8a56410535ebb855c0e7d174275df5ca1f3",
  },
  files: [
    asset(
      "hibari.onnx",
      7_936_868,
      "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
    ),
    asset("vocab.json", 1144, "70abefbe8a1c8865e43e0a43bbdc25b91a33e4aa053479d443ccf23e20a59e5d"),
    asset(
      "lexicon_us_gold.json.gz",
      719_352,
      "63ae94f8ef0e906d5b24fe9b59ffcbd1529aca5686a774610e43973cbaa86ad2",
    ),
    asset(
      "lexicon_us_silver.json.gz",
      682_530,
      "c4c2546ebf1eb07010331e7ef785a431aa17ba8e7bfb6b4af8d654ee96a71fd3",
    ),
    asset(
      "tagger.json.gz",
      1_240_667,
      "d2da7502284bbbe45d49e0b7ce3ce67bdab82254150f4317f1b8559b4d38d0eb",
    ),
    asset(
      "oov.onnx",
      2_975_020,
      "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76",
    ),
    asset("oov.json", 2273, "b462e6e5dbdf0e7346c732385d0dd844f612f1770871441c56932bff4ca75d8c"),
    {
      path: `${LICENSES}/LICENSE`,
      name: "LICENSE",
      bytes: 11_358,
      sha256: "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30",
    },
    {
      path: `${LICENSES}/NOTICE`,
      name: "NOTICE",
      bytes: 2429,
      sha256: "971f53a04730ac7a4de33b3c9586e0347e4487f3a8aafd0fb3c1d074a3426adc",
    },
  ],
};

/** Another voice of hibari: a graph on the hub. */
export interface HubVoice extends PinnedFile {
  readonly id: string;
  readonly model: ModelFile;
}

function hubVoice(id: string, file: string, pin: Omit<PinnedFile, "name">): HubVoice {
  const model = { repo: "maureesewilliams/hibari", file: `voices/${file}` };
  return { id, model, name: `${id}.onnx`, ...pin };
}

/** The voices that the wheel does not bring; their hashes are those of its voices.json. */
export const HIBARI_VOICES: readonly HubVoice[] = [
  hubVoice("emma", "bf_emma.int8.onnx", {
    bytes: 7_936_868,
    sha256: "f709f0488ee63b583a22189a955aaf4257b9806dd330be3490661e53af0a89c1",
  }),
  hubVoice("fenrir", "am_fenrir_v2.int8.onnx", {
    bytes: 8_031_158,
    sha256: "f59fbd87908c91f827bc21b1b89443757b9a8580db9eee20aa948deb731321f4",
  }),
  hubVoice("fable", "bm_fable.int8.onnx", {
    bytes: 7_936_868,
    sha256: "c28529302f2d27cd12f62625c24425888c4e3c2675583100ec530259136b8bc6",
  }),
  hubVoice("kore", "af_kore.int8.onnx", {
    bytes: 7_936_868,
    sha256: "346885752673e45d42f9864c9e2432094bc4b6385df060d4b83273da764d2fa9",
  }),
];
