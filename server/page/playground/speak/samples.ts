interface Sample {
  readonly name: string;
  readonly text: string;
}

/** Texts to try. */
export const SAMPLES: readonly Sample[] = [
  {
    name: "Chat reply",
    text: `Sure! Here are the **three plans** for 2026:

| Plan | Price | Storage |
|------|-------|---------|
| Basic | $4.50/month | 20 GB |
| Family | $12/month | 1.5 TB |
| Studio | $1,249/year | 10 TB |

The Family plan saves you about 35% from 1/3/2026 on. Call +1 (555) 010-4477 or write to sales@example.com.`,
  },
  {
    name: "Story",
    text: `The lighthouse keeper counted the steps every night, and every night there were one hundred and twelve. On the third of November there were one hundred and thirteen.

She stood still on the last one. "Well," she said to the sea, "which of you is new?" Nobody answered, but far below, a door that had never been there closed very gently.`,
  },
  {
    name: "Malay",
    text: "Selamat pagi! Mesyuarat kita pada 3/12/2026, pukul 9.30 pagi, di tingkat 5. Tiketnya RM12.50 seorang, dan tempat letak kereta percuma.",
  },
  {
    name: "Chinese",
    text: "早上好！今天是2026年12月3日，气温23℃。会议九点半在三楼开始，门票每人12.50元。",
  },
  {
    name: "Mixed",
    text: "The train to 上海 leaves at 9:05. Terima kasih kerana menunggu. Please keep your ticket: it costs RM45 on board.",
  },
];
